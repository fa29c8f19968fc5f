// Runs before anything is drawn: what only serves with scripts is shown, and what folds begins folded.
document.documentElement.className = "js";
