using System.Text.Json;
using Orchestrator.TestSupport;

namespace Orchestrator.Evidence.Interop.Tests;

/// <summary>The maker and the verifier under tests/interop/evidence, run by Node.js. They need no package.</summary>
internal static class JavaScriptSide
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private static string Folder { get; } = Path.Combine(SourceTree.Root, "tests", "interop", "evidence");

    /// <summary>Makes its part of the corpus into a folder: on two cores, each with keys of its own.</summary>
    public static async Task<IReadOnlyList<CorpusEntry>> MakeAsync(string folder, int good)
    {
        await Task.WhenAll(new[] { "1/2", "2/2" }.Select(part => RunAsync(["make/corpus.mjs", folder, "--good", $"{good}", "--part", part])));
        return [.. Directory.GetFiles(folder, "index-*.jsonl").SelectMany(ReadIndex)];
    }

    /// <summary>The bundles that an index lists; where it names no folder they lie beside it.</summary>
    public static IEnumerable<CorpusEntry> ReadIndex(string index) =>
        from line in File.ReadLines(index)
        let entry = JsonSerializer.Deserialize<CorpusEntry>(line, Json)!
        select entry with { File = Path.Combine(Path.GetDirectoryName(index)!, entry.File) };

    /// <summary>What it says of each, in one run of the program.</summary>
    public static async Task<IReadOnlyDictionary<string, Verdict>> JudgeAsync(IEnumerable<CorpusEntry> entries)
    {
        var list = string.Concat(entries.Select(entry => JsonSerializer.Serialize(entry, Json) + "\n"));
        var output = await RunAsync(["verify.mjs", "--batch"], list, 2);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToDictionary(
            one => one.GetProperty("file").GetString()!, ToVerdict, StringComparer.Ordinal);
    }

    private static Verdict ToVerdict(JsonElement one) => one.GetProperty("verdict").GetString() switch
    {
        "accepted" => new Verdict("", ""),
        "rejected" => new Verdict(one.GetProperty("code").GetString()!, one.GetProperty("place").GetString()!),
        _ => throw new InvalidOperationException($"The JavaScript verifier failed: {one}"),
    };

    // Its exit code says what the worst verdict was, which is no failure here.
    private static async Task<string> RunAsync(string[] arguments, string input = "", int accepted = 0)
    {
        await using var program = ExternalProcess.Start("node", [Path.Combine(Folder, arguments[0]), .. arguments[1..]]);
        using var time = new CancellationTokenSource(Patience);
        var reading = program.Output.ReadToEndAsync(time.Token);
        await program.Input.WriteAsync(input.AsMemory(), time.Token);
        program.Input.Close();
        var output = await reading;
        var code = await program.WaitForExitAsync(time.Token);
        return code <= accepted ? output : throw new InvalidOperationException($"{arguments[0]} ended with {code}: {await program.ReadErrorsAsync()}");
    }
}
