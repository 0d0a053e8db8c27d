import { type Member, type ServiceModel, shapeOf } from './model';
import { textOf } from './scalars';
import { isMembers, type Value } from './values';

/** The parameters of a form, as the protocols query and EC2 write them: `Tags.member.1.Key`, `Tag.1.Key`. */
export function encodeQuery(value: Value, member: Member, model: ServiceModel, ec2: boolean): Record<string, string> {
  const form: Record<string, string> = {};
  write(value, member, '');
  return form;

  function write(each: Value, { shape: shapeName, ...use }: Member, prefix: string): void {
    const shape = shapeOf(model, shapeName);
    if (Array.isArray(each) && shape.member) {
      const flat = ec2 || (use.flattened ?? shape.flattened) === true;
      const list = flat
        ? flatName(prefix, ec2 ? undefined : shape.member.locationName)
        : `${prefix}.${shape.member.locationName ?? 'member'}`;
      for (const [index, element] of each.entries()) write(element, shape.member, `${list}.${index + 1}`);
    } else if (isMembers(each) && shape.type === 'map' && shape.key && shape.value) {
      const map = (use.flattened ?? shape.flattened) === true ? prefix : `${prefix}.entry`;
      for (const [index, [key, field]] of Object.entries(each).entries()) {
        form[`${map}.${index + 1}.${shape.key.locationName ?? 'key'}`] = key;
        write(field, shape.value, `${map}.${index + 1}.${shape.value.locationName ?? 'value'}`);
      }
    } else if (isMembers(each)) {
      for (const [name, field] of Object.entries(each)) {
        const known = shape.members?.[name];
        if (known) write(field, known, prefix === '' ? fieldName(name, known) : `${prefix}.${fieldName(name, known)}`);
      }
    } else if (each !== null) form[prefix] = textOf(each, use.timestampFormat ?? shape.timestampFormat ?? 'iso8601');
  }

  function fieldName(name: string, { queryName, locationName }: Member): string {
    if (!ec2) return locationName ?? name;
    return queryName ?? (locationName ? locationName.charAt(0).toUpperCase() + locationName.slice(1) : name);
  }
}

/** A flattened list is named by its elements, where these have a name. */
function flatName(prefix: string, element: string | undefined): string {
  if (element === undefined) return prefix;
  const parent = prefix.slice(0, prefix.lastIndexOf('.') + 1);
  return `${parent}${element}`;
}
