using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Orchestrator.Broker.Settings;
using Orchestrator.Broker.Store;

namespace Orchestrator.Broker.Commands;

/// <summary>What several commands take.</summary>
internal static class CommonOptions
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, NewLine = "\n" };

    public static Option<string> Data() => new("--data") { Description = "The folder that init made.", Required = true, HelpName = "DIR" };

    public static Option<bool> AsJson() => new("--json") { Description = "Print JSON for programs instead of a table for people." };

    public static Option<string> Text(string name, string description, string helpName) => new(name) { Description = description, Required = true, HelpName = helpName };

    /// <summary>The folder and its store.</summary>
    /// <exception cref="BrokerException">It isn't there, or can't be read.</exception>
    public static async Task<(DataFolder Folder, BrokerStore Store)> OpenAsync(ParseResult result, Option<string> data, CancellationToken cancellationToken)
    {
        var folder = DataFolder.At(result.GetRequiredValue(data));
        return Directory.Exists(folder.Root)
            ? (folder, await BrokerStore.OpenAsync(folder.Database, cancellationToken))
            : throw new BrokerException(ExitCode.DataFolder, $"There is no folder {folder.Root}. Name the one that `orchestrator-broker init` made.");
    }

    /// <exception cref="BrokerException">It isn't a day.</exception>
    public static DateOnly ParseDay(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        ? day
        : throw new BrokerException(ExitCode.Refused, $"'{text}' isn't a date. Write it as YYYY-MM-DD.");

    public static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static void WriteJson(CommandIo io, object value) => io.Output.WriteLine(JsonSerializer.Serialize(value, Json));

    /// <summary>Columns as wide as their widest cell.</summary>
    public static void WriteTable(CommandIo io, string[] head, IEnumerable<string[]> rows)
    {
        List<string[]> all = [head, .. rows];
        var widths = head.Select((_, column) => all.Max(r => r[column].Length)).ToArray();
        foreach (var row in all)
        {
            io.Output.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }
    }
}
