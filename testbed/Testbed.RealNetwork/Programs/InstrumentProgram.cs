using System.Globalization;
using System.Text.Json;
using Orchestrator.Domain;
using Orchestrator.Testbed.Operator;
using Orchestrator.Testbed.Play.Sites;
using Orchestrator.Testbed.RealNetwork.Computers;
using Orchestrator.Testbed.RealNetwork.Processes;

namespace Orchestrator.Testbed.RealNetwork.Programs;

/// <summary>QuickSupport with a scripted operator, as a program on the instrument PC. The phone is outside: what is said into it reaches the program over its input.</summary>
internal sealed class InstrumentProgram : IInstrumentEnd
{
    private readonly HeldProcess _process;

    private InstrumentProgram(HeldProcess process)
    {
        _process = process;
        Completion = RunAsync();
        _ = HearAsync();
    }

    /// <inheritdoc/>
    public Phone Phone { get; } = new();

    /// <inheritdoc/>
    public Task<InstrumentOutcome> Completion { get; }

    /// <summary>Starts it.</summary>
    /// <param name="computer">The instrument PC.</param>
    /// <param name="order">What it is started with.</param>
    /// <param name="siteFile">Text of the site file; empty: none.</param>
    /// <param name="environment">Further variables.</param>
    public static InstrumentProgram Start(Computer computer, InstrumentOrder order, string siteFile, IReadOnlyDictionary<string, string> environment)
    {
        Directory.CreateDirectory(order.Files);
        var site = Path.Combine(order.Folder, "site.yaml");
        if (siteFile.Length > 0)
        {
            File.WriteAllText(site, siteFile);
        }

        string[] arguments =
        [
            "--config", order.Configuration, "--log", order.Logs, "--files", order.Files, "--typed", order.Typed,
            .. siteFile.Length > 0 ? (string[])["--site", site] : [],
            .. Habits(order.Habits),
        ];
        return new InstrumentProgram(computer.Start("QuickSupport", ProgramPaths.QuickSupport, arguments, environment));
    }

    /// <inheritdoc/>
    public Task CloseAsync() => _process.AskToEndAsync(CancellationToken.None);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static string[] Habits(OperatorHabits habits) =>
    [
        "--operator", habits.Name,
        "--answers-after", ((int)habits.AnswerAfter.TotalMilliseconds).ToString(CultureInfo.InvariantCulture),
        "--mishears", habits.Mishears.ToString(CultureInfo.InvariantCulture),
        .. habits.RevokesAfter is { } after ? (string[])["--revokes-after", ((int)after.TotalMilliseconds).ToString(CultureInfo.InvariantCulture)] : [],
        .. habits.Refuses.SelectMany(capability => new[] { "--refuses", capability.Name() }),
        .. habits.IsAbsent ? (string[])["--absent"] : [],
    ];

    private async Task<InstrumentOutcome> RunAsync()
    {
        await Task.Yield();
        while (await JsonLines.NextAsync(_process, CancellationToken.None).ConfigureAwait(false) is { } said)
        {
            if (said.Text("event") == "waiting")
            {
                Phone.ReadNumber(said.Text("number"), said.Text("pin"));
            }
            else
            {
                Phone.HangUp(said.Text("sentence"));
                return Outcome(said);
            }
        }

        await _process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        var sentence = $"QuickSupport ended without a word: {_process.Said}";
        Phone.HangUp(sentence);
        return new InstrumentOutcome("DIED", sentence, null, "", "");
    }

    private static InstrumentOutcome Outcome(JsonElement said) => said.Text("event") == "failed"
        ? new InstrumentOutcome(said.Text("code"), said.Text("sentence"), null, "", "")
        : new InstrumentOutcome(said.Text("dial"), said.Text("sentence"), Enum.TryParse<EndReason>(said.Text("reason"), out var reason) ? reason : null, said.Text("path"), said.Text("log"));

    private async Task HearAsync()
    {
        var digits = await Phone.Digits.ConfigureAwait(false);
        try
        {
            await _process.Input.WriteLineAsync(digits).ConfigureAwait(false);
            await _process.Input.FlushAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // It ended meanwhile, and says why.
        }
    }
}
