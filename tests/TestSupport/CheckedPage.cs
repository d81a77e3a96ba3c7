namespace Orchestrator.TestSupport;

/// <summary>A page of docs that code writes: the page must say what the code says.</summary>
public static class CheckedPage
{
    /// <summary>The lines from one that is the mark <c>&lt;!-- name --&gt;</c> to the next empty line behind it, or the whole file without a mark.</summary>
    public static void Same(string file, string expected, string? mark = null)
    {
        var path = Path.Combine(SourceTree.Root, file);
        var text = File.Exists(path) ? File.ReadAllText(path) : "";
        var actual = mark is null ? text : Part(text, mark);
        if (actual == expected)
            return;
        var aside = Path.Combine(AppContext.BaseDirectory, Path.GetFileName(file) + ".expected");
        File.WriteAllText(aside, expected);
        Assert.Fail($"{file} isn't what the code says. What it should be lies in {aside}.");
    }

    private static string Part(string text, string mark)
    {
        var from = text.IndexOf($"<!-- {mark} -->\n\n", StringComparison.Ordinal);
        if (from < 0)
            return "";
        from += mark.Length + "<!--  -->\n\n".Length;
        var to = text.IndexOf("\n\n", from, StringComparison.Ordinal);
        return to < 0 ? text[from..] : text[from..(to + 1)];
    }
}
