// Before anything is drawn: the theme that was chosen, if one was. Without a choice the system's holds.
try {
  const theme = localStorage.getItem('duplex.theme');
  if (theme === 'light' || theme === 'dark') {
    document.documentElement.dataset.theme = theme;
  }
} catch {
  // A browser that keeps nothing for pages has no choice to keep either.
}
