using Orchestrator.Audit.Log;

namespace Orchestrator.Testbed.Runner.Demo;

/// <summary>Copies of both logs for the person, and the sabotages that are done to evidence.</summary>
internal static class Evidence
{
    /// <summary>Copies both logs beside the screenshots.</summary>
    public static void Keep(DemoStage stage, string output)
    {
        Copy(Path.Combine(stage.Vendor.Setup.DataFolder, "log"), Path.Combine(output, "broker-log"));
        Copy(stage.InstrumentLogs, Path.Combine(output, "instrument-log"));
    }

    /// <summary>Does what the sabotage says, where it is evidence that is to be broken.</summary>
    public static void Break(DemoStage stage, DemoStory story, Sabotage sabotage)
    {
        switch (sabotage)
        {
            case Sabotage.LogLineRemoved:
                var records = new LogFolder(Directory.GetDirectories(stage.InstrumentLogs).Order(StringComparer.Ordinal).Last()).Records;
                var lines = File.ReadAllLines(records);
                File.WriteAllLines(records, lines.Where((_, i) => i != lines.Length / 2));
                break;
            case Sabotage.FetchedByteChanged when File.Exists(story.FetchedLog):
                var bytes = File.ReadAllBytes(story.FetchedLog);
                bytes[bytes.Length / 2] ^= 1;
                File.WriteAllBytes(story.FetchedLog, bytes);
                break;
        }
    }

    private static void Copy(string from, string to)
    {
        if (Directory.Exists(to))
        {
            Directory.Delete(to, recursive: true);
        }

        // The broker still serves and holds its log's lock.
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Where(f => Path.GetFileName(f) != "lock"))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
