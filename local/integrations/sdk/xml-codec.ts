import { type Member, type ServiceModel, shapeOf } from './model';
import { scalar, textOf } from './scalars';
import { isMembers, type Value } from './values';

export interface Element {
  name: string;
  attributes: { [name: string]: string };
  children: Element[];
  text: string;
}

const TOKEN = /<\?[^>]*\?>|<!--[\s\S]*?-->|<(\/?)([\w:.-]+)((?:\s+[\w:.-]+="[^"]*")*)\s*(\/?)>|([^<]+)/g;
const ENTITIES: { readonly [name: string]: string } = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

/** Reads an answer of AWS: elements, attributes and text; other kinds of XML do not occur there. */
export function parseXml(xml: string): Element {
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  for (const [, closing, name, attributes = '', empty, text] of xml.matchAll(TOKEN)) {
    const parent = open.at(-1) ?? root;
    if (text !== undefined) parent.text += decode(text);
    else if (closing && open.length > 1) open.pop();
    else if (name) {
      const pairs = [...attributes.matchAll(/([\w:.-]+)="([^"]*)"/g)].map(([, key = '', value = '']) => [
        key,
        decode(value),
      ]);
      const element = { name: name.replace(/^.*:/, ''), attributes: Object.fromEntries(pairs), children: [], text: '' };
      parent.children.push(element);
      if (!empty) open.push(element);
    }
  }
  return root.children[0] ?? root;
}

const decode = (text: string) =>
  text.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (all, hex?: string, decimal?: string, name?: string) => {
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    return decimal === undefined ? (ENTITIES[name ?? ''] ?? all) : String.fromCodePoint(Number(decimal));
  });

export function decodeXml(element: Element, member: Member, model: ServiceModel): Value {
  const shape = shapeOf(model, member.shape);
  if (shape.type === 'structure') {
    const entries = Object.entries(shape.members ?? {}).flatMap(([name, field]): [string, Value][] => {
      const found = field.location ? undefined : decodeField(element, name, field, model);
      return found === undefined ? [] : [[name, found]];
    });
    return Object.fromEntries(entries);
  }
  if (shape.type === 'list') return list(element.children, member, model);
  if (shape.type === 'map') return map(element.children, member, model);
  return scalar(element.text, shape.type);
}

function decodeField(element: Element, name: string, field: Member, model: ServiceModel): Value | undefined {
  const shape = shapeOf(model, field.shape);
  const named = field.locationName ?? name;
  if (field.xmlAttribute) {
    const text = element.attributes[named];
    return text === undefined ? undefined : scalar(text, shape.type);
  }
  if ((field.flattened ?? shape.flattened) === true) {
    const flatName = field.locationName ?? (shape.type === 'list' ? shape.member?.locationName : undefined) ?? name;
    const found = element.children.filter((child) => child.name === flatName);
    if (found.length === 0) return undefined;
    return shape.type === 'map' ? map(found, field, model) : list(found, field, model);
  }
  const found = element.children.find((child) => child.name === named);
  return found && decodeXml(found, field, model);
}

function list(elements: Element[], member: Member, model: ServiceModel): Value {
  const { member: element } = shapeOf(model, member.shape);
  return elements.map((each) => (element ? decodeXml(each, element, model) : null));
}

function map(entries: Element[], member: Member, model: ServiceModel): Value {
  const { key, value } = shapeOf(model, member.shape);
  const part = (entry: Element, name: string) => entry.children.find((child) => child.name === name);
  return Object.fromEntries(
    entries.map((entry) => {
      const found = part(entry, value?.locationName ?? 'value');
      return [
        part(entry, key?.locationName ?? 'key')?.text ?? '',
        found && value ? decodeXml(found, value, model) : null,
      ];
    }),
  );
}

/** @param name of the element. */
export function encodeXml(name: string, value: Value, member: Member, model: ServiceModel): string {
  const shape = shapeOf(model, member.shape);
  const { uri, prefix } = member.xmlNamespace ?? {};
  const namespace = uri === undefined ? '' : ` xmlns${prefix === undefined ? '' : `:${prefix}`}="${escaped(uri)}"`;
  if (Array.isArray(value)) {
    const { member: element } = shape;
    if (!element) return '';
    const flat = (member.flattened ?? shape.flattened) === true;
    const elements = value.map((each) =>
      encodeXml(flat ? name : (element.locationName ?? 'member'), each, element, model),
    );
    return flat ? elements.join('') : `<${name}${namespace}>${elements.join('')}</${name}>`;
  }
  if (isMembers(value)) {
    let attributes = '';
    let content = '';
    for (const [key, each] of Object.entries(value)) {
      const field = shape.members?.[key];
      if (!field || field.location) continue;
      const fieldName = field.locationName ?? key;
      if (field.xmlAttribute) attributes += ` ${fieldName}="${escaped(String(each))}"`;
      else content += encodeXml(fieldName, each, field, model);
    }
    return `<${name}${namespace}${attributes}>${content}</${name}>`;
  }
  const text = textOf(value, member.timestampFormat ?? shape.timestampFormat ?? 'iso8601');
  return `<${name}${namespace}>${escaped(text)}</${name}>`;
}

const escaped = (text: string) => text.replace(/[<>&"]/g, (character) => `&#${character.charCodeAt(0)};`);
