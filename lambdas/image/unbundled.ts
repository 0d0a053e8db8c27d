import type { UnbundledPackage } from '../platform/unbundled-package';

/** See docs/adr/0023: of the libraries that run on every CPU, the fastest and the one that needs the least memory. */
export const unbundled: readonly UnbundledPackage[] = [
  {
    name: 'wasm-vips',
    files: ['lib/vips-node.js', 'lib/vips.wasm', 'LICENSE', 'THIRD-PARTY-NOTICES.md'],
    limitBytes: 6 * 1024 * 1024,
    // By its THIRD-PARTY-NOTICES.md: libvips, glib, libexif and libheif are under the LGPL.
    licencesWithin: ['BSD-2-Clause', 'BSD-3-Clause', 'IJG', 'LGPL-3.0-only', 'Zlib', 'libpng-2.0', 'libtiff'],
    because: 'libvips as WebAssembly decodes, shrinks and encodes images, the same on arm64 and x64',
  },
];
