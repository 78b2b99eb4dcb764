// Where the same thing can be picked in two places of a form, both places agree.
document.addEventListener("change", ({ target }) => {
  if (!target.matches('.picker input[type="checkbox"], .picks input[type="checkbox"]')) return;
  for (const same of target.form.querySelectorAll(`input[name="${target.name}"]`)) if (same.value === target.value) same.checked = target.checked;
});
