import { type ComponentChild, Fragment, h } from "preact";

export { Fragment };

/** What JSX is compiled to, in the place of preact/jsx-runtime: it needs a tenth of the space. */
export function jsx(type: string, props: object, key?: string): ComponentChild {
  return h(type, key === undefined ? props : { ...props, key });
}

export { jsx as jsxs };
