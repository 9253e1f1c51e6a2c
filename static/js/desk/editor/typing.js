// Habits of Markdown: what is typed becomes what it means. Backspace right after takes it back.

import { Extension, InputRule, markInputRule, textblockTypeInputRule, wrappingInputRule } from "../../../django_prose_editor/editor.js";

/** Rules for whatever of the schema can be typed. */
export const Typing = Extension.create({
  name: "typing",
  addInputRules() {
    const { nodes, marks } = this.editor.schema;
    return [
      nodes.heading && textblockTypeInputRule({ find: /^(#{1,3})\s$/, type: nodes.heading, getAttributes: ([, signs]) => ({ level: signs.length === 3 ? 3 : 2 }) }),
      nodes.bullet_list && wrappingInputRule({ find: /^\s?[-*•–]\s$/, type: nodes.bullet_list }),
      nodes.ordered_list && numbered(nodes.ordered_list),
      nodes.quotation && wrappingInputRule({ find: /^\s?>\s$/, type: nodes.quotation }),
      nodes.rule && rule(nodes),
      marks.strong && markInputRule({ find: /(?:^|\s)(\*\*(?!\s)([^*]+)(?<!\s)\*\*)$/, type: marks.strong }),
      marks.emphasis && markInputRule({ find: /(?:^|[\s(“"])(\*(?![\s*])([^*]+)(?<!\s)\*)$/, type: marks.emphasis }),
      marks.emphasis && markInputRule({ find: /(?:^|[\s(“"])(_(?![\s_])([^_]+)(?<!\s)_)$/, type: marks.emphasis }),
    ].filter(Boolean);
  },
});

function numbered(type) {
  return wrappingInputRule({
    find: /^(\d{1,4})[.)]\s$/,
    type,
    getAttributes: ([, number]) => ({ start: Number(number) }),
    joinPredicate: ([, number], before) => before.childCount + before.attrs.start === Number(number),
  });
}

/** Three dashes alone in a paragraph of the top level are a rule, and the writing goes on below it. */
function rule({ rule, paragraph }) {
  return new InputRule({
    find: /^(?:---|—-|\*\*\*)$/,
    handler: ({ state, range, chain }) => {
      const $from = state.doc.resolve(range.from);
      if ($from.depth !== 1 || $from.parent.type !== paragraph || $from.parent.textContent.length > 3) return null;
      chain()
        .deleteRange(range)
        .command(({ tr }) => {
          tr.insert($from.before(1), rule.create());
          return true;
        })
        .run();
      return undefined;
    },
  });
}
