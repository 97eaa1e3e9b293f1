/** Such as 20241006t031500z-4f9a21: versions sort by the time they were made. */
export const versionName = (at: Date, id: string): string => {
  const time = at.toISOString().replaceAll(/[-:]|\.\d+/g, "");
  const suffix = id.replaceAll(/[^0-9a-z]/gi, "").slice(0, 8);
  return `${time}-${suffix}`.toLowerCase();
};
