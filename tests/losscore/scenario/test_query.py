"""Scenarios as query strings: exact there and back, short, readable, and strict."""

import re

import pytest
from hypothesis import given, settings

import losscore as ls
from losscore.scenario import options, query
from tests.losscore.scenarios import PROBLEMS, full_scenario, scenarios

# What stands in an address as it is, everywhere.
READABLE = re.compile(r"[A-Za-z0-9.,=&_+-]+")


def there_and_back(view):
    return ls.Scenario.from_query(view.to_query())


@settings(max_examples=300)
@given(scenarios())
def test_any_scenario_goes_there_and_back_exactly(view):
    text = view.to_query()
    assert ls.Scenario.from_query(text) == view
    assert READABLE.fullmatch(text)
    assert len(text) <= query.MAX_LENGTH


@pytest.mark.parametrize("name", PROBLEMS)
def test_every_option_of_everything_goes_there_and_back(name):
    view = full_scenario(name)
    assert there_and_back(view) == view
    assert (
        there_and_back(view.rival() if view.duel else view.subject()).problem == name or view.duel
    )


@pytest.mark.parametrize(
    ("name", "dataset"), [(n, d) for n, spec in ls.problems().items() for d in spec.datasets]
)
def test_every_dataset_goes_there_and_back(name, dataset):
    options = {p.name: p.low for p in ls.datasets()[dataset].parameters}
    view = ls.Scenario(name, dataset, options)
    assert there_and_back(view) == view


def test_twelve_runs_with_everything_set_fit():
    numbers = {p.name: 0.1 + 1 / 3 for p in ls.optimizers()["adamw"].parameters}
    longest = numbers | {"eps": 1.2345678901234567e-13, "b2": 0.12345678901234568}
    run = ls.Run(
        (-123456.78901234567, -1.2345678901234567e-13),
        "adamw",
        1.2345678901234567e-09,
        2000,
        longest,
        batch_size=5000,
        seed=options.MAX_SEED,
    )
    bounds = (-987654.3210123457, -1.2345678901234567e-13)
    network = {"hidden": 8, "seed": options.MAX_SEED, "activation": "relu", "slice": "weights"}
    view = ls.Scenario(
        "mlp",
        "spirals-label-averaged",
        {"n_samples": 5000, "noise": 0.12345678901234568, "seed": options.MAX_SEED},
        "sum",
        network | {"weight_decay": 0.12345678901234568, "first_weight": 2, "second_weight": 5},
        window=(bounds, bounds),
        resolution=401,
        runs=(run,) * options.MAX_RUNS,
        basins=True,
        curvature=True,
        theory=True,
        duel="aggregation",
        display={"colours": "viridis", "height": "log", "contours": "none", "aspect": "data"},
    )
    assert there_and_back(view) == view


def test_a_query_reads_as_it_is_documented():
    text = (
        "v=1&problem=logistic&data=spirals&aggregation=sum&window=-5,5,-5,5&resolution=33"
        "&basins=on&curvature=on&theory=on&duel=loss&problem.bias=-0.1&data.noise=0.3&display.height=log"
        "&run=0.2,1.8,gd,0.05,200&run=0.2,1.8,momentum,0.05,200,momentum=0.8,batch=10,seed=3"
    )
    view = ls.Scenario(
        "logistic",
        "spirals",
        {"noise": 0.3},
        "sum",
        {"bias": -0.1},
        window=((-5, 5), (-5, 5)),
        resolution=33,
        runs=(
            ls.Run((0.2, 1.8), "gd", 0.05, 200),
            ls.Run((0.2, 1.8), "momentum", 0.05, 200, {"momentum": 0.8}, batch_size=10, seed=3),
        ),
        basins=True,
        curvature=True,
        theory=True,
        duel="loss",
        display={"height": "log"},
    )
    assert view.to_query() == text
    assert ls.Scenario.from_query(text) == view
    assert ls.Scenario.from_query(f"?{text}") == view


@pytest.mark.parametrize("name", PROBLEMS)
def test_defaults_are_left_out(name):
    assert ls.Scenario(name).to_query() == f"v=1&problem={name}&run=none"


def test_short_queries_are_enough():
    assert ls.Scenario.from_query("") == ls.Scenario()
    assert ls.Scenario.from_query("?problem=valley&run=0.5,0.6") == ls.Scenario(
        "valley", runs=(ls.Run((0.5, 0.6)),)
    )
    assert ls.Scenario.from_query("run=1,2,adam").runs == (ls.Run((1, 2), "adam"),)


def test_percent_encoding_by_others_is_undone():
    text = ls.Scenario("valley", runs=(ls.Run((0.5, 1e6), "adam", 1e-9, hyper={"b1": 0.5}),))
    encoded = text.to_query().replace(",", "%2C").replace("-", "%2D").replace("run=", "%72un=")
    assert ls.Scenario.from_query(encoded) == text


LINK = "v=1&problem=logistic&problem.bias=-0.1&run=0.2,1.8,gd,0.05,200"


@pytest.mark.parametrize(
    "travelled",
    [
        *(
            f"{LINK}{end}"
            for end in ("?utm_source=x", "%3Futm_source=x&_b=1", "…", "`", "|", "%7C")
        ),
        *(f"{LINK}{end}" for end in ("%E2%80%A6", "`…|)", "%60")),
        LINK.replace("-", "−"),
        LINK.replace("-", "%E2%88%92"),
        f"{LINK}&utm_source=mail&utm_medium=x&UTM_Campaign=y",
        f"fbclid=IwAR0&{LINK}",
        f"{LINK}&gclid=1&gclsrc=aw.ds&dclid=2&gbraid=3&wbraid=4&msclkid=5&twclid=6&ttclid=7",
        f"{LINK}&_=1712&_ga=2.1&_gl=1*x&__cft__[0]=A&mc_cid=a&mc_eid=b&igshid=c&mkt_tok=d&ref=e",
        LINK.replace("&", "&amp;"),
        LINK.replace("&", "&amp;amp;"),
        LINK.replace("&", "&amp%3B"),
        *(LINK + end for end in (").", ".", ",", ")", "%29.", "%20", "'", ">", "”.", "%E2%80%9D")),
        LINK.replace(",", ", "),
        LINK.replace(",", ",%20").replace("=-0.1", "=%20-0.1%20"),
        LINK.replace(",gd", ",%0D%0Agd"),
        f"{LINK}).&utm_source=mail",
    ],
)
def test_what_a_link_catches_on_its_way_is_no_part_of_it(travelled):
    assert ls.Scenario.from_query(travelled) == ls.Scenario.from_query(LINK)
    assert ls.nearest_scenario(f"?{travelled}") == (ls.Scenario.from_query(LINK), "")


@pytest.mark.parametrize("key", ["problm", "data.noize", "reff", "runs", "utm", "window_", "a_b"])
def test_our_own_misspelt_keys_are_still_reported(key):
    with pytest.raises(ValueError, match="unknown option"):
        ls.Scenario.from_query(f"problem=kmeans&{key}=1")


def test_no_key_of_ours_matches_the_tracking_keys():
    names = (option.name for option in options.SCENARIO)
    keys = ("v", "run", "lesson", "format", "dialect", *names, "problem.x", "data.x")
    assert query.parts("&".join(f"{key}=1" for key in keys)) == [f"{key}=1" for key in keys]


def test_a_plus_stands_for_itself():
    assert ls.Scenario.from_query("run=+1e+2,2").runs[0].start == (100.0, 2.0)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "query must be text, got None"),
        ("run=1,2&" * 600, "query must have at most 4096 characters, got 4800"),
        ("zoom=3", "query: unknown option 'zoom'; options are v, problem, data, "),
        ("zoom", "query: unknown option 'zoom'; options are "),
        ("run.speed=3", "query: unknown option 'run.speed'; options are "),
        ("v=2", "v must be 1, got '2'"),
        ("problem=valley&problem=peaks", "problem must be given once, got another: 'peaks'"),
        ("data.seed=1&data.seed=2", "data.seed must be given once, got another: '2'"),
        ("problem=k-means", "problem must be one of kmeans, .*; got 'k-means'"),
        ("problem=valley&data=line", "valley takes neither a dataset nor an aggregation"),
        ("data.noise=loud", "noise must be a number, got 'loud'"),
        ("data.noise=", "noise must be a number, got ''"),
        ("data.noise=1e999", "noise must be finite, got inf"),
        ("data.noise=nan", "noise must be a number, got 'nan'"),
        ("data.noise=1_0", "noise must be a number, got '1_0'"),
        ("data.n_samples=9.5", "n_samples must be a whole number, got 9.5"),
        ("problem.bias=1", "problem kmeans: unknown option 'bias'"),
        ("display.colours=jet", "colours must be one of "),
        ("window=0,1,0", "window must be x_lo,x_hi,y_lo,y_hi; got '0,1,0'"),
        ("window=0,1,0,x", "window must be a number, got 'x'"),
        ("window=1,0,0,1", "window must have lo < hi"),
        ("resolution=1000", "resolution must be ≤ 401"),
        ("basins", "basins must be one of on, off; got ''"),
        ("theory=yes", "theory must be one of on, off; got 'yes'"),
        ("run=", "run must be X,Y,optimizer,learning rate,steps,name=value,…; got ''"),
        ("run=1", "run must be X,Y,"),
        ("run=1,2,gd,0.1,200,7", "run must be X,Y,"),
        ("run=1,momentum=0.5,2", "run must be X,Y,"),
        ("run=1,x", "start must be a number, got 'x'"),
        ("run=1,2,sgd", "optimizer must be one of gd, "),
        ("run=1,2,gd,fast", "learning_rate must be a number, got 'fast'"),
        ("run=1,2,gd,0.1,2.5", "n_steps must be a whole number, got 2.5"),
        ("run=1,2,gd,0.1,9,momentum=1", "optimizer gd: unknown option 'momentum'"),
        ("run=1,2,batch=3,batch=4", "batch must be given once in a run, got 'batch=4'"),
        ("run=1,2,batch=few", "batch_size must be a whole number, got 'few'"),
        ("run=none&run=1,2", "run=none must stand alone, got 1 more"),
        ("&".join(["run=1,2"] * 13), "runs must be at most 12, got 13"),
    ],
)
def test_an_unfit_query_is_refused_with_what_arrived(text, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        ls.Scenario.from_query(text)


def test_no_hyperparameter_shares_a_name_with_another_part_of_a_run():
    names = {p.name for spec in ls.optimizers().values() for p in spec.parameters}
    assert not names & {"batch", "seed", "batch_size"}


TRAVELLED = {
    "tracked": "utm_source=a&{}&UTM_Medium=x&gad_source=1&fbclid=IwAR1&gclid=1&_=1700&msclkid=2",
    "escaped": "{}",
    "in a sentence": "{}).",
    "in quotes": '{}"',
    "spaces": "{}",
    "question mark": "?{}",
}


@pytest.mark.parametrize("way", TRAVELLED)
def test_a_link_that_travelled_opens_as_it_was_sent(way):
    view = ls.Scenario("valley", runs=(ls.Run((0.5, -0.25), "gd", 0.05, 40),))
    text = TRAVELLED[way].format(view.to_query())
    if way == "escaped":
        text = text.replace("&", "&amp;")
    if way == "spaces":
        text = text.replace(",", ",%20") + "%20"
    assert ls.Scenario.from_query(text) == view
    assert ls.nearest_scenario(text) == (view, "")


@pytest.mark.parametrize("text", ["problm=kmeans", "problem=valley&dta=line", "utm=1"])
def test_a_misspelt_key_is_still_reported(text):
    with pytest.raises(ls.InputError, match="unknown option"):
        ls.Scenario.from_query(text)


def test_a_title_keeps_its_spaces_and_full_stop():
    assert query.items("problem=valley&title=A%20valley%20(steep).") == [
        ("problem", "valley"),
        ("title", "A valley (steep)."),
    ]


@pytest.mark.parametrize("end", ["." * 200_000 + "x", "%29" * 200_000 + "x", "&amp;" * 200_000])
def test_an_endless_end_of_a_link_takes_no_time(end):
    """One that is looked at from each of its characters anew takes twenty minutes."""
    assert query.parts(f"problem=valley{end}")[0].startswith("problem=valley")
