namespace Orchestrator.PluginHosting;

/// <summary>A plugin's text must not break a log, a terminal or a table.</summary>
internal static class OneLine
{
    /// <summary>Without control characters, and no longer than that.</summary>
    public static string Of(string text, int length)
    {
        var line = string.Concat(text.Take(length + 1).Select(letter => char.IsControl(letter) ? ' ' : letter));
        return line.Length <= length ? line : line[..length];
    }
}
