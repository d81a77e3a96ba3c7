using System.Text.Json;

namespace Orchestrator.EndToEnd.Stage;

/// <summary>The records of a log, also while it is being written.</summary>
internal static class LogLines
{
    /// <summary>All whole lines of a log's folder.</summary>
    public static IReadOnlyList<JsonElement> Read(string folder)
    {
        using var stream = new FileStream(Path.Combine(folder, "records.jsonl"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream);
        var whole = reader.ReadToEnd();
        return [.. whole[..(whole.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }

    /// <summary>Waits for a record.</summary>
    public static async Task UntilAsync(string folder, Predicate<JsonElement> wanted, TimeSpan within)
    {
        using var limit = new CancellationTokenSource(within);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!Read(folder).Any(record => wanted(record)))
        {
            if (limit.IsCancellationRequested)
            {
                Assert.Fail($"The record didn't come within {within.TotalSeconds:0} s; these did: {string.Join(", ", Read(folder).Select(record => record.GetProperty("event").GetString()))}");
            }

            await look.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}
