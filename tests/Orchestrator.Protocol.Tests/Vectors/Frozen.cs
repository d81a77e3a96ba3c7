using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Orchestrator.Protocol.Tests.Vectors;

/// <summary>
/// Frozen bytes under tests/Vectors/protocol. A vector that changes is a change of the protocol. To add one, run the tests once with ORCHESTRATOR_WRITE_VECTORS=1: missing
/// files are written, existing ones are never touched.
/// </summary>
internal static class Frozen
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Check(string name, IReadOnlyDictionary<string, string> values)
    {
        var path = Path.Combine(Folder(), name + ".json");
        var text = JsonSerializer.Serialize(values, Options) + "\n";
        if (!File.Exists(path) && Environment.GetEnvironmentVariable("ORCHESTRATOR_WRITE_VECTORS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text, new UTF8Encoding(false));
        }

        Assert.True(File.Exists(path), $"There is no frozen vector {name}.json.");
        Assert.Equal(File.ReadAllText(path), text);
    }

    public static int Count(string folder) => Directory.GetFiles(Path.Combine(Folder(), folder), "*.json").Length;

    /// <summary>Where the vectors lie.</summary>
    public static string Folder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Orchestrator.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests don't run inside the repository.");
        return Path.Combine(folder.FullName, "tests", "Vectors", "protocol");
    }
}
