using System.Text;
using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Conformance;

/// <summary>Start: settings, and calls that are cancelled before they begin.</summary>
public abstract partial class PluginConformance<TPlugin>
{
    private static readonly string[] NobodysSettings =
    [
        "{", "[]", "7", "null", "\"text\"", "{\"noSuchSetting\": 1}", "{} {}", "\u0000",
    ];

    /// <summary>Settings that don't fit refuse the plugin, and the people read why.</summary>
    [SkippableFact]
    public async Task Settings_that_do_not_fit_are_refused_by_a_sentence()
    {
        foreach (var settings in NobodysSettings.Concat(BadSettings).Select(Encoding.UTF8.GetBytes).Append([0xFF, 0xFE]))
        {
            var text = Encoding.Latin1.GetString(settings);
            await using var plugin = Create();
            var problem = await Record.ExceptionAsync(async () => await plugin.StartAsync(NewContext(settings), default).AsTask().WaitAsync(Patience));

            Assert.True(problem is not null, $"{text}: taken");
            Assert.True(IsSentence(problem.Message), $"{text}: {problem.GetType().Name}: {problem.Message}");
        }
    }

    /// <summary>A start that nobody waits for any more has no effect.</summary>
    [SkippableFact]
    public async Task A_start_that_is_cancelled_beforehand_ends_so()
    {
        await using var plugin = Create();

        await EndsCancelledAsync(Task.Run(async () => await plugin.StartAsync(NewContext(Settings), new CancellationToken(canceled: true))));
    }

    /// <summary>A call that nobody waits for any more has no effect, and the plugin goes on.</summary>
    [SkippableFact]
    public async Task Every_call_that_is_cancelled_beforehand_ends_so()
    {
        var plugin = await StartAsync();
        foreach (var (member, call) in Calls)
        {
            var problem = await Record.ExceptionAsync(() => call(plugin, new CancellationToken(canceled: true)).WaitAsync(Budgets.AfterCancellation));
            Assert.True(problem is OperationCanceledException, $"{member}: {problem?.GetType().Name ?? "it went on"}");
        }

        await UseAsync(plugin).WaitAsync(Patience);
    }

    // What a person can read: one line that begins like a sentence and ends like one, and isn't the parser's own.
    private static bool IsSentence(string text) =>
        text.Length is > 20 and <= 500 && text[^1] == '.' && (char.IsUpper(text[0]) || text[0] == '"') && !text.Any(char.IsControl)
        && !text.Contains("LineNumber", StringComparison.Ordinal) && !text.Contains("Exception", StringComparison.Ordinal);
}
