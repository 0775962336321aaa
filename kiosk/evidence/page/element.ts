export type Child = Node | string | null;

/** An element with attributes and children; `onclick` is the one listener. */
export function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string>> = {},
  children: readonly Child[] = [],
  onclick?: (event: MouseEvent) => void,
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.filter((child) => child !== null));
  if (onclick) element.addEventListener('click', onclick as (event: Event) => void);
  return element;
}

export const slot = (id: string): HTMLElement => document.getElementById(id) ?? document.body;
