// Filters, search and folding. Every text of a record stays where the file has it: nothing is ever built from a string.
(function () {
  "use strict";

  var form = document.getElementById("filter");
  var status = document.getElementById("shown");
  var none = document.getElementById("none");
  var groups = Array.prototype.slice.call(document.querySelectorAll(".g")).map(function (element) {
    return {
      element: element,
      count: element.querySelector(".count"),
      total: Number(element.getAttribute("data-total")),
      state: element.getAttribute("data-state"),
      force: element.getAttribute("data-force"),
      items: Array.prototype.slice.call(element.querySelectorAll(".f")).map(function (item) {
        return { element: item, unit: item.getAttribute("data-unit"), clauses: item.getAttribute("data-clauses").split(" "), text: null };
      }),
    };
  });
  var listed = groups.reduce(function (sum, group) { return sum + group.items.length; }, 0);

  // -- folding ---------------------------------------------------------------

  function fold(element, open) {
    element.classList.toggle("open", open);
    element.querySelector(".t").setAttribute("aria-expanded", String(open));
  }

  function unfoldTo(hash) {
    var target = hash.length > 1 && document.getElementById(decodeURIComponent(hash.slice(1)));
    for (var at = target; at && at !== document; at = at.parentNode) {
      if (at.classList.contains("x")) {
        fold(at, true);
      }
    }
    if (target) {
      target.scrollIntoView();
    }
  }

  document.querySelectorAll(".x").forEach(function (element) {
    fold(element, element.hasAttribute("data-open"));
  });

  document.addEventListener("click", function (event) {
    var button = event.target.closest(".t");
    if (button) {
      var element = button.closest(".x");
      fold(element, !element.classList.contains("open"));
    }
    var link = event.target.closest("a[data-pick]");
    if (link && form) {
      pick(link.getAttribute("data-pick"), link.getAttribute("data-value"));
    }
  });

  window.addEventListener("hashchange", function () { unfoldTo(location.hash); });

  // -- filters ---------------------------------------------------------------

  function plain(text) {
    return text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ");
  }

  function textOf(group, item) {
    if (item.text === null) {
      if (group.text === undefined) {
        group.text = plain(group.element.querySelector(".head").textContent);
      }
      item.text = group.text + " " + plain(item.element.textContent);
    }
    return item.text;
  }

  function wanted() {
    var states = Array.prototype.slice.call(form.querySelectorAll("input[name=state]:checked"));
    return {
      words: plain(form.elements.search.value).split(" ").filter(Boolean),
      unit: form.elements.unit.value,
      clause: form.elements.clause.value,
      force: form.elements.force.value,
      states: states.map(function (box) { return box.value; }),
    };
  }

  function fits(want, group, item) {
    return (!want.unit || item.unit === want.unit)
      && (!want.clause || item.clauses.indexOf(want.clause) >= 0)
      && want.words.every(function (word) { return textOf(group, item).indexOf(word) >= 0; });
  }

  function apply() {
    var want = wanted();
    var parts = choice(want);
    var shown = 0;
    groups.forEach(function (group) {
      var open = (!want.states.length || want.states.indexOf(group.state) >= 0) && (!want.force || want.force === group.force);
      var here = 0;
      group.items.forEach(function (item) {
        var kept = open && fits(want, group, item);
        item.element.hidden = !kept;
        here += kept ? 1 : 0;
      });
      // A group of which nothing is listed is seen as long as the filters say nothing of single findings.
      var whole = open && !want.unit && !want.clause && !want.words.length;
      group.element.hidden = !here && !whole;
      group.count.textContent = parts.length && here !== group.total ? here + " / " + group.total : String(group.total);
      if (parts.length && here) {
        fold(group.element, true);
      }
      shown += here;
    });
    document.querySelectorAll(".block").forEach(function (block) {
      block.hidden = !block.querySelector(".g:not([hidden])");
    });
    none.hidden = shown > 0 || !listed;
    tell(shown, parts);
  }

  function choice(want) {
    var parts = [];
    function add(label, value) {
      parts.push(form.getAttribute("data-part").replace("{label}", function () { return label; }).replace("{value}", function () { return value; }));
    }
    ["search", "unit", "clause", "force"].forEach(function (name) {
      var field = form.elements[name];
      if (field.value.trim()) {
        add(field.getAttribute("data-label"), name === "search" ? field.value.trim() : field.options[field.selectedIndex].textContent.trim());
      }
    });
    if (want.states.length) {
      var words = want.states.map(function (state) { return form.querySelector("input[value='" + state + "']").getAttribute("data-word"); });
      add(form.getAttribute("data-state"), words.join(form.getAttribute("data-list")));
    }
    return parts;
  }

  function tell(shown, parts) {
    var text = form.getAttribute("data-shown").replace("{shown}", String(shown)).replace("{total}", String(listed));
    if (parts.length) {
      text += form.getAttribute("data-join") + form.getAttribute("data-choice").replace("{parts}", function () { return parts.join(form.getAttribute("data-comma")); });
    }
    status.textContent = text;
  }

  function pick(name, value) {
    clear();
    if (name === "state") {
      form.querySelectorAll("input[name=state]").forEach(function (box) { box.checked = box.value === value; });
    } else {
      form.elements[name].value = value;
    }
    apply();
  }

  function clear() {
    form.reset();
  }

  if (form) {
    var waiting = 0;
    form.addEventListener("submit", function (event) { event.preventDefault(); apply(); });
    form.addEventListener("change", apply);
    form.elements.search.addEventListener("input", function () {
      window.clearTimeout(waiting);
      waiting = window.setTimeout(apply, 150);
    });
    document.getElementById("do-reset").addEventListener("click", function () { clear(); apply(); form.elements.search.focus(); });
    document.getElementById("do-unfold").addEventListener("click", function () {
      document.querySelectorAll("#findings .x").forEach(function (element) { fold(element, true); });
    });
    document.getElementById("do-fold").addEventListener("click", function () {
      document.querySelectorAll("#findings .x").forEach(function (element) { fold(element, false); });
    });
    document.getElementById("do-print").addEventListener("click", function () { window.print(); });
    clear();
    apply();
  }
  unfoldTo(location.hash);
})();
