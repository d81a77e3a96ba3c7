using System.Globalization;
using System.Security.Cryptography;
using Orchestrator.Testbed.Scenarios.Model;
using Orchestrator.Testbed.Scenarios.Worlds;

namespace Orchestrator.Testbed.RealNetwork.Programs;

/// <summary>A scenario's steps as a script of the shipped console, the files that they need, and what must be true of the files afterwards.</summary>
internal sealed class TechnicianScript
{
    private readonly List<string> _lines = [];
    private readonly List<(string Source, string Target)> _copies = [];

    private TechnicianScript(string folder) => File = Path.Combine(folder, "steps.txt");

    /// <summary>The script.</summary>
    public string File { get; }

    /// <summary>Writes script and files.</summary>
    /// <param name="folder">The technician's.</param>
    /// <param name="instrumentFiles">The instrument's.</param>
    /// <param name="steps">What is done.</param>
    /// <exception cref="WorldException">A step can't be scripted.</exception>
    public static TechnicianScript Write(string folder, string instrumentFiles, IEnumerable<TechnicianStep> steps)
    {
        var script = new TechnicianScript(Directory.CreateDirectory(folder).FullName);
        Directory.CreateDirectory(instrumentFiles);
        foreach (var (number, step) in steps.Index())
        {
            script.Add(number, step, folder, instrumentFiles);
        }

        System.IO.File.WriteAllLines(script.File, script._lines);
        return script;
    }

    /// <summary>Files that aren't what they were copied from.</summary>
    public IEnumerable<string> Flaws() => _copies.Where(copy => !AreSame(copy.Source, copy.Target)).Select(copy => $"{Path.GetFileName(copy.Target)} isn't what was sent");

    private void Add(int number, TechnicianStep step, string folder, string instrumentFiles)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"step-{number + 1}");
        switch (step)
        {
            case TechnicianStep.View:
                _lines.AddRange(["view", "wait-for still 100", $"shot {Path.Combine(folder, name)}.png"]);
                break;
            case TechnicianStep.Chat:
                _lines.Add($"chat \"{name}\"");
                break;
            case TechnicianStep.Send send:
                Copy(Path.Combine(folder, name + ".sent"), Path.Combine(instrumentFiles, name + ".received"), send.Kib);
                _lines.Add($"send {Path.Combine(folder, name + ".sent")} {name}.received");
                break;
            case TechnicianStep.Fetch fetch:
                Copy(Path.Combine(instrumentFiles, name + ".log"), Path.Combine(folder, name + ".fetched"), fetch.Kib);
                _lines.Add($"fetch {name}.log {Path.Combine(folder, name + ".fetched")}");
                break;
            default:
                throw new WorldException($"The real world can't do the step {step} yet.");
        }
    }

    private void Copy(string source, string target, int kib)
    {
        System.IO.File.WriteAllBytes(source, RandomNumberGenerator.GetBytes(kib * 1024));
        _copies.Add((source, target));
    }

    private static bool AreSame(string source, string target) =>
        System.IO.File.Exists(target) && Hash(source).SequenceEqual(Hash(target));

    private static byte[] Hash(string file)
    {
        using var stream = System.IO.File.OpenRead(file);
        return SHA256.HashData(stream);
    }
}
