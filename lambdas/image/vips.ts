import Vips from 'wasm-vips';

export type LoadedVips = Awaited<ReturnType<typeof Vips>>;
export type Image = Vips.Image;

/** What the library may read, by the names of libvips' loaders: every other one parses what nobody here asked for. */
const LOADERS = ['VipsForeignLoadJpeg', 'VipsForeignLoadPng', 'VipsForeignLoadWebp'];

/**
 * libvips, compiled to WebAssembly: one binary for every CPU. It starts to load with the module, so that a cold start pays for it
 * before the first event is there.
 *
 * @see https://www.libvips.org/API/current/
 */
export const vips: Promise<LoadedVips> = load();

async function load(): Promise<LoadedVips> {
  const loaded = await Vips({
    // Codecs of other formats, 6 MB of them, which it would load as well.
    dynamicLibraries: [],
    // A broken file is worth a warning for each of its lines, ten thousands of them; the error says what there is to say.
    preRun: ({ ENV }: { ENV: Record<string, string> }) => {
      ENV.VIPS_WARNING = 'off';
    },
  });
  // One image at a time on the one CPU that a function has, and nothing of it kept for the next.
  loaded.concurrency(1);
  loaded.Cache.max(0);
  loaded.operationBlock('VipsForeignLoad', true);
  for (const loader of LOADERS) loaded.operationBlock(loader, false);
  return loaded;
}
