using System.Collections.Immutable;
using System.Globalization;
using Orchestrator.PluginFolders;

namespace Orchestrator.PluginTools;

/// <summary>The list of plugins for people: columns as wide as their widest cell, and below a row what there is to say about it.</summary>
internal static class PluginTable
{
    private static readonly string[] Head = ["PLUGIN", "KIND", "VERSION", "GENERATION", "STATUS", "CHANNELS"];

    public static void Write(TextWriter output, ImmutableArray<ControlRow> plugins)
    {
        if (plugins.IsEmpty)
        {
            output.WriteLine("There are no plugins.");
            return;
        }

        var rows = plugins.Select(Cells).ToList();
        var widths = Head.Select((title, column) => rows.Max(row => Math.Max(title.Length, row[column].Length))).ToArray();
        WriteRow(output, Head, widths);
        foreach (var (row, plugin) in rows.Zip(plugins))
        {
            WriteRow(output, row, widths);
            if (plugin.Sentence.Length > 0)
                output.WriteLine($"    {plugin.Sentence}");
        }
    }

    private static string[] Cells(ControlRow row) =>
    [
        row.Id,
        row.Kind ?? "-",
        row.Version ?? "-",
        row.Generation > 0 ? $"#{row.Generation.ToString(CultureInfo.InvariantCulture)}" : "-",
        row.Status,
        row.Channels > 0 ? row.Channels.ToString(CultureInfo.InvariantCulture) : "-",
    ];

    private static void WriteRow(TextWriter output, string[] cells, int[] widths) =>
        output.WriteLine(string.Join("  ", cells.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
}
