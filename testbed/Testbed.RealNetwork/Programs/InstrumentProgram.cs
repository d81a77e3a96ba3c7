using System.Globalization;
using System.Text.Json;
using Orchestrator.Domain;
using Orchestrator.Testbed.Operator;
using Orchestrator.Testbed.RealNetwork.Computers;
using Orchestrator.Testbed.RealNetwork.Processes;

namespace Orchestrator.Testbed.RealNetwork.Programs;

/// <summary>QuickSupport with a scripted operator, as a program on the instrument PC.</summary>
internal sealed class InstrumentProgram : IAsyncDisposable
{
    private readonly HeldProcess _process;

    private InstrumentProgram(HeldProcess process, string folder) => (_process, Folder) = (process, folder);

    /// <summary>Of its files and logs.</summary>
    public string Folder { get; }

    /// <summary>Where files come and go.</summary>
    public string Files => Path.Combine(Folder, "files");

    /// <summary>Folders of its runs' logs.</summary>
    public string Logs => Path.Combine(Folder, "logs");

    /// <summary>What it wrote to its error output.</summary>
    public string Said => _process.Said;

    /// <summary>Starts it.</summary>
    public static InstrumentProgram Start(Computer computer, string folder, string configuration, string? siteFile, OperatorHabits habits, IReadOnlyDictionary<string, string> environment)
    {
        Directory.CreateDirectory(Path.Combine(folder, "files"));
        string[] arguments =
        [
            "--config", configuration, "--log", Path.Combine(folder, "logs"), "--files", Path.Combine(folder, "files"),
            .. siteFile is null ? (string[])[] : ["--site", siteFile],
            "--operator", habits.Name,
            "--answers-after", ((int)habits.AnswerAfter.TotalMilliseconds).ToString(CultureInfo.InvariantCulture),
            "--mishears", habits.Mishears.ToString(CultureInfo.InvariantCulture),
            .. habits.Refuses.SelectMany(capability => new[] { "--refuses", capability.Name() }),
            .. habits.IsAbsent ? (string[])["--absent"] : [],
        ];
        return new InstrumentProgram(computer.Start("QuickSupport", ProgramPaths.QuickSupport, arguments, environment), folder);
    }

    /// <summary>The next thing that it says; null at its end.</summary>
    public Task<JsonElement?> NextAsync(CancellationToken cancellationToken) => JsonLines.NextAsync(_process, cancellationToken);

    /// <summary>The technician's six digits reach the operator.</summary>
    public async Task HearAsync(string digits, CancellationToken cancellationToken)
    {
        await _process.Input.WriteLineAsync(digits.AsMemory(), cancellationToken).ConfigureAwait(false);
        await _process.Input.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
