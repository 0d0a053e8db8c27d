import type { LocalRequest, LocalResponse } from './http';

/** A parameter of the query protocol, unfolded: `Dimensions.member.1.Name` is a step down per dot. */
interface ParameterTree {
  [step: string]: string | ParameterTree;
}

/** What AWS shows of an alarm that was created without it. */
const DEFAULTS: ParameterTree = { ActionsEnabled: 'true', TreatMissingData: 'missing' };
/** Of the request, not of the alarm. */
const NOT_SHOWN = new Set(['Action', 'Version', 'Tags', 'AlarmName']);

/**
 * The definitions of metric alarms as PutMetricAlarm gave them. MiniStack's DescribeAlarms leaves most fields out of its XML,
 * and its PutMetricAlarm drops metric math; Terraform, which speaks XML here, would find a difference in every plan.
 */
export class MetricAlarms {
  readonly #definitions = new Map<string, ParameterTree>();

  /** Notes an alarm that was put, completes the answer that describes alarms, and lets all else be. */
  complete(request: LocalRequest, response: LocalResponse): LocalResponse {
    if (response.statusCode !== 200 || !String(request.headers['content-type']).includes('x-www-form-urlencoded')) {
      return response;
    }
    const parameters = new URLSearchParams(request.body.toString('utf8'));
    const action = parameters.get('Action');
    if (action === 'PutMetricAlarm') this.#definitions.set(parameters.get('AlarmName') ?? '', unfold(parameters));
    if (action !== 'DescribeAlarms') return response;
    const body = this.#describe(response.body.toString());
    return { ...response, headers: { ...response.headers, 'content-length': Buffer.byteLength(body) }, body };
  }

  #describe(xml: string): string {
    return xml.replace(/<member><AlarmName>([^<]*)<\/AlarmName>.*?<\/member>/gs, (member: string, name: string) => {
      const definition = this.#definitions.get(name);
      if (!definition) return member;
      const state = ['AlarmArn', 'StateValue', 'StateReason'].map((field) => element(member, field)).join('');
      return `<member><AlarmName>${name}</AlarmName>${state}${toXml({ ...DEFAULTS, ...definition })}</member>`;
    });
  }
}

function unfold(parameters: URLSearchParams): ParameterTree {
  const tree: ParameterTree = {};
  for (const [path, value] of parameters) {
    const steps = path.split('.');
    if (steps[0] === undefined || NOT_SHOWN.has(steps[0])) continue;
    let node = tree;
    for (const step of steps.slice(0, -1)) {
      const next = node[step];
      const child = typeof next === 'object' ? next : {};
      node[step] = child;
      node = child;
    }
    node[steps.at(-1) ?? ''] = value;
  }
  return tree;
}

/** A list's entries are numbered in the request, and unnumbered `member` elements in the answer. */
function toXml(tree: ParameterTree): string {
  return Object.entries(tree)
    .map(([name, value]) => {
      if (typeof value === 'string') return `<${name}>${escapeXml(value)}</${name}>`;
      if (name !== 'member') return `<${name}>${toXml(value)}</${name}>`;
      return Object.values(value)
        .map((entry) => `<member>${typeof entry === 'string' ? escapeXml(entry) : toXml(entry)}</member>`)
        .join('');
    })
    .join('');
}

function element(xml: string, name: string): string {
  return new RegExp(`<${name}>[^<]*</${name}>`).exec(xml)?.[0] ?? '';
}

function escapeXml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
