/** As next-themes names them. */
export const THEMES = ["light", "dark", "system"] as const;
