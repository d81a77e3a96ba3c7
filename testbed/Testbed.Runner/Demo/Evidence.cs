using Orchestrator.Audit.Log;
using Orchestrator.Broker.Commands;

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

    /// <summary>The session's evidence in one file, and the root's certificate as an auditor gets it: by another way.</summary>
    public static async Task<DemoFailure?> BundleAsync(DemoStage stage, DemoStory story, string output)
    {
        if (story.Session is not { } session || Directory.GetDirectories(stage.InstrumentLogs).Order(StringComparer.Ordinal).LastOrDefault() is not { } run)
        {
            return null;
        }

        var data = stage.Vendor.Setup.DataFolder;
        var bundle = Path.Combine(output, "session.evidence");
        File.Delete(bundle);
        File.Copy(Path.Combine(data, "certificates", "root.pem"), Path.Combine(output, "root.pem"), overwrite: true);
        using var said = new StringWriter();
        return await BrokerProgram.RunAsync(["audit", "bundle", session.ToString(), "--data", data, "--run", run, "--out", bundle], said, said, Stream.Null) == 0
            ? null
            : new DemoFailure("bundle", said.ToString().Trim());
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
