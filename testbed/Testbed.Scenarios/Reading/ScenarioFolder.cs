using System.Collections.Immutable;
using System.Text;
using Orchestrator.Testbed.Scenarios.Model;

namespace Orchestrator.Testbed.Scenarios.Reading;

/// <summary>All scenarios of a folder, or one file.</summary>
public static class ScenarioFolder
{
    private const int MaxBytes = 128 << 10;

    /// <summary>Reads every <c>*.yaml</c> at and below a place, by theme and id.</summary>
    /// <exception cref="ScenarioFileException">One can't be played; all of them are read before anything is played.</exception>
    /// <exception cref="IOException">The place can't be read, or nothing is there.</exception>
    public static ImmutableArray<Scenario> Read(string place)
    {
        ArgumentException.ThrowIfNullOrEmpty(place);
        if (File.Exists(place))
            return [ReadFile(place, "")];
        if (!Directory.Exists(place))
            throw new IOException($"There is no file or folder {place}. Name a scenario, or a folder of scenarios.");
        var scenarios = new List<Scenario>();
        foreach (var file in Directory.EnumerateFiles(place, "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var theme = (Path.GetDirectoryName(Path.GetRelativePath(place, file)) ?? "").Replace(Path.DirectorySeparatorChar, '/');
            var scenario = ReadFile(file, theme);
            if (scenarios.Any(one => one.Id == scenario.Id))
                throw new ScenarioFileException(file, 1, 1, $"another scenario has the id {scenario.Id}, too; name this file and its id otherwise");
            scenarios.Add(scenario);
        }

        return scenarios.Count > 0 ? [.. scenarios] : throw new IOException($"There is no scenario (*.yaml) in {place}.");
    }

    private static Scenario ReadFile(string file, string theme)
    {
        if (new FileInfo(file).Length > MaxBytes)
            throw new ScenarioFileException(file, 1, 1, $"it is larger than {MaxBytes / 1024} KiB; shorten it");
        try
        {
            return ScenarioReader.Read(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(file)), file, theme);
        }
        catch (DecoderFallbackException)
        {
            throw new ScenarioFileException(file, 1, 1, "it isn't UTF-8 text; save it as UTF-8");
        }
    }
}
