/** What the type checker is to know of the page, of Dash and of plotly.js; no browser loads it. */

/** An element of the page: what it has besides, its id tells. */
type PageElement = HTMLElement &
  Pick<HTMLInputElement, "checked" | "value" | "max"> &
  Pick<HTMLDetailsElement, "open">;

/** Listeners on the document hear of elements of the page. */
type Heard<E> = Omit<E, "target"> & { target: PageElement };

interface Document {
  addEventListener<K extends keyof DocumentEventMap>(
    type: K,
    listener: (event: Heard<DocumentEventMap[K]>) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  getElementById(id: string): PageElement | null;
  activeElement: PageElement | null;
}

interface ParentNode {
  querySelector(selectors: string): PageElement | null;
  querySelectorAll(selectors: string): NodeListOf<PageElement>;
}

interface Window {
  dash_clientside: any;
  DashRenderer: any;
  Plotly: any;
}

/** A graph of plotly's, with what is private to plotly.js. */
interface Plot extends PageElement {
  data: any[];
  layout: any;
  calcdata: any[];
  _fullData: any[];
  _fullLayout: any;
  on(event: string, listener: (...given: any[]) => void): void;
  removeAllListeners(event: string): void;
}
