#!/usr/bin/env bash
# Finds Chromium and its driver for the browser tests. Installs them with apt if necessary and possible.
set -euo pipefail

have_browser() {
  command -v chromium || command -v chromium-browser || command -v google-chrome
} >/dev/null

have_driver() {
  command -v chromedriver
} >/dev/null

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo --non-interactive "$@"; fi
}

can_install() {
  command -v apt-get && as_root true
} >/dev/null 2>&1

install() {
  local packages=(chromium chromium-driver)
  if grep -qi '^ID=ubuntu' /etc/os-release; then packages=(chromium-browser chromium-chromedriver); fi
  echo "Installing ${packages[*]} with apt for the browser tests"
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    "${packages[@]}" >/dev/null </dev/null
}

found() { have_browser && have_driver; }

if found; then exit 0; fi
if can_install; then install; fi
found || {
  echo "The browser tests need chromium and chromedriver of the same version on PATH. Install them with your package manager (Debian: chromium chromium-driver), or run 'make check', which needs neither." >&2
  exit 1
}
