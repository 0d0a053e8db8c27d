import { BlockList, isIP } from 'node:net';

/** Whether an IP address lies in a block such as `10.0.0.0/24` or `2001:db8::/32`. */
export function inCidr(address: string, block: string): boolean {
  const [network = '', prefix = ''] = block.split('/');
  const family = isIP(network);
  if (family === 0 || isIP(address) !== family) return false;
  const type = family === 4 ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  list.addSubnet(network, Number(prefix || (family === 4 ? 32 : 128)), type);
  return list.check(address, type);
}
