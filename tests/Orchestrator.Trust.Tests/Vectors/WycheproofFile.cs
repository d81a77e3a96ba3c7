using System.Text.Json;

namespace Orchestrator.Trust.Tests.Vectors;

/// <summary>One file of Wycheproof's, from the folder that ORCHESTRATOR_VECTORS names; without the folder the test is skipped and says why.</summary>
internal static class WycheproofFile
{
    public static IEnumerable<(JsonElement Group, JsonElement Case)> Cases(string name)
    {
        var path = Path.Combine(Folder(), name);
        Assert.True(File.Exists(path), $"{name} isn't in {Folder()}.");
        var root = JsonDocument.Parse(File.ReadAllBytes(path)).RootElement;
        return root.GetProperty("testGroups").EnumerateArray().SelectMany(g => g.GetProperty("tests").EnumerateArray().Select(t => (g, t)));
    }

    public static IEnumerable<string> Names() => Directory.EnumerateFiles(Folder(), "*_test.json").Select(path => Path.GetFileName(path));

    private static string Folder()
    {
        var folder = Environment.GetEnvironmentVariable("ORCHESTRATOR_VECTORS");
        Skip.If(string.IsNullOrEmpty(folder), "ORCHESTRATOR_VECTORS names no folder of published vectors.");
        var below = Path.Combine(folder!, "wycheproof");
        return Directory.Exists(below) ? below : folder!;
    }

    public static byte[] Hex(this JsonElement element, string name) => Convert.FromHexString(element.GetProperty(name).GetString()!);

    public static int Number(this JsonElement element, string name) => element.GetProperty(name).GetInt32();

    public static bool IsValid(this JsonElement element) => element.GetProperty("result").GetString() == "valid";

    public static string Id(this JsonElement element) => $"case {element.GetProperty("tcId").GetInt32()}";
}
