const settings: { network?: { name: string } } = {};

export const name = (settings.network as { name: string }).name;
