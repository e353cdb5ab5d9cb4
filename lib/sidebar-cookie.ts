/** Holds whether the sidebar is "open" or "collapsed", so that the server renders it as it was left. */
export const SIDEBAR_COOKIE = "sluice-sidebar";
