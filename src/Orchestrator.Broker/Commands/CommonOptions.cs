using System.CommandLine;
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

    public static Task<BrokerStore> OpenStoreAsync(ParseResult result, Option<string> data, CancellationToken cancellationToken)
    {
        var folder = DataFolder.At(result.GetRequiredValue(data));
        return Directory.Exists(folder.Root)
            ? BrokerStore.OpenAsync(folder.Database, cancellationToken)
            : throw new BrokerException(ExitCode.DataFolder, $"There is no folder {folder.Root}. Name the one that `orchestrator-broker init` made.");
    }

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
