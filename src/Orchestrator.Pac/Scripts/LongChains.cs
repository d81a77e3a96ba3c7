using System.Text;
using Acornima;
using Acornima.Ast;

namespace Orchestrator.Pac.Scripts;

/// <summary>
/// Large sites write <c>a || b || c …</c> and <c>else if …</c> hundreds of times in a row. To a parser each is one level deeper, and the engine stops at
/// 256. Such chains are written anew with the same meaning and a small depth: operators in groups, and alternatives side by side in a labelled block that
/// the first one that holds leaves. Lines stay where they are; shorter chains aren't touched.
/// </summary>
internal static class LongChains
{
    private const int Long = 64;

    /// <summary>The same script.</summary>
    /// <exception cref="ParseErrorException">It isn't one.</exception>
    public static string Flatten(string text)
    {
        // Nothing that is short can be long.
        if (text.AsSpan().Count("||") <= Long && text.AsSpan().Count("&&") <= Long && text.AsSpan().Count("else") <= Long)
            return text;
        var edits = new List<Edit>();
        var rest = new Stack<(Node Node, Node? Parent, int Depth)>([(new Parser().ParseScript(text), null, 0)]);
        while (rest.TryPop(out var next))
        {
            var (node, parent, depth) = next;
            if (node is LogicalExpression logical && !(parent is LogicalExpression above && IsPartOf(text, above, logical)))
                edits.AddRange(Grouped(text, logical, depth));
            else if (node is IfStatement first && !(parent is IfStatement before && before.Alternate == first))
                edits.AddRange(SideBySide(text, first, depth));
            foreach (var child in node.ChildNodes)
                rest.Push((child, node, depth + 1));
        }

        return Apply(text, edits);
    }

    private static bool IsPartOf(string text, LogicalExpression above, LogicalExpression below) =>
        above.Left == below && above.Operator == below.Operator && Seek(text, below.End, OperatorAt(text, above), ")") < 0;

    private static List<Edit> Grouped(string text, LogicalExpression last, int depth)
    {
        // Where each operator stands, from the first to the last.
        var operators = new List<int>();
        for (var at = last; ; at = (LogicalExpression)at.Left)
        {
            operators.Insert(0, OperatorAt(text, at));
            if (at.Left is not LogicalExpression left || !IsPartOf(text, at, left))
                break;
        }

        var edits = new List<Edit>();
        if (operators.Count <= Long)
            return edits;
        var size = (int)Math.Ceiling(Math.Sqrt(operators.Count));

        // Operand i stands behind operator i - 1. The first group and the last operand need no brackets.
        for (var begin = size; begin + 1 < operators.Count; begin += size)
        {
            edits.Add(Edit.Opening(operators[begin - 1] + 2, "(", depth));
            edits.Add(Edit.Closing(operators[Math.Min(begin + size, operators.Count) - 1], ")", depth));
        }

        return edits;
    }

    private static List<Edit> SideBySide(string text, IfStatement first, int depth)
    {
        var chain = new List<IfStatement> { first };
        while (chain[^1].Alternate is IfStatement next)
            chain.Add(next);
        var edits = new List<Edit>();
        if (chain.Count <= Long)
            return edits;
        var label = $"chain_{first.Start}";
        edits.Add(Edit.Opening(first.Start, $"{label}:{{", depth));
        foreach (var one in chain)
        {
            edits.Add(Edit.Opening(one.Consequent.Start, "{", depth));
            edits.Add(Edit.Closing(one.Consequent.End, $";break {label};}}", depth));
            if (one.Alternate is { } alternate)
                edits.Add(new Edit(Find(text, one.Consequent.End, alternate.Start, "else"), 4, " ", 0));
        }

        edits.Add(Edit.Closing(first.End, "}", depth));
        return edits;
    }

    private static int OperatorAt(string text, LogicalExpression node) => Find(text, node.Left.End, node.Right.Start, node.Operator switch
    {
        Operator.LogicalOr => "||",
        Operator.LogicalAnd => "&&",
        _ => "??",
    });

    private static int Find(string text, int from, int to, string sign) => Seek(text, from, to, sign) is >= 0 and var at ? at : throw PacFailures.Invalid("it can't be read");

    /// <summary>The place of a sign between two nodes, comments passed over; negative when it isn't there.</summary>
    private static int Seek(string text, int from, int to, string sign)
    {
        for (var at = from; at < to; at++)
        {
            if (string.CompareOrdinal(text, at, "//", 0, 2) == 0)
                at = text.AsSpan(at).IndexOfAny("\r\n\u2028\u2029") is >= 0 and var line ? at + line : to;
            else if (string.CompareOrdinal(text, at, "/*", 0, 2) == 0)
                at = text.IndexOf("*/", at + 2, StringComparison.Ordinal) + 1;
            else if (string.CompareOrdinal(text, at, sign, 0, sign.Length) == 0)
                return at;
        }

        return -1;
    }

    private static string Apply(string text, List<Edit> edits)
    {
        var written = new StringBuilder(text.Length + (edits.Count * 8));
        var at = 0;
        foreach (var edit in edits.OrderBy(edit => edit.At).ThenBy(edit => edit.Order))
        {
            written.Append(text, at, edit.At - at).Append(edit.By);
            at = edit.At + edit.Length;
        }

        return written.Append(text, at, text.Length - at).ToString();
    }

    /// <summary>What takes the place of some letters. At one place, what ends inside comes before what ends outside, and then what begins outside.</summary>
    private readonly record struct Edit(int At, int Length, string By, int Order)
    {
        private const int Deepest = 1 << 20;

        public static Edit Opening(int at, string by, int depth) => new(at, 0, by, depth);

        public static Edit Closing(int at, string by, int depth) => new(at, 0, by, -Deepest - depth);
    }
}
