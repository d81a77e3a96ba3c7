using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Jint;
using Jint.Native;
using Jint.Runtime;
using Orchestrator.Pac.Answers;
using Orchestrator.Pac.Functions;
using Orchestrator.Pac.Sandbox;

namespace Orchestrator.Pac;

/// <summary>
/// Asks PAC files for the way to a host. Each evaluation has an engine and a thread of its own; a script that the engine can't stop keeps its thread, at
/// the lowest priority, and no other script is begun as long as it runs.
/// </summary>
/// <param name="network">Names and addresses.</param>
/// <param name="time">The script's clock, and the clock of its bounds.</param>
public sealed class PacEvaluator(IPacNetwork network, TimeProvider time)
{
    /// <summary>Beyond all bounds: reading a file, a busy computer, and one built-in function that isn't interrupted.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private const int Stack = 8 << 20;
    private int running;

    /// <summary>The ways to <c>https://host/</c>, in the order of trying. Path and query of an address are nobody's business and aren't told.</summary>
    /// <exception cref="PacException">With a stable code and a sentence.</exception>
    public async Task<PacAnswer> FindAsync(PacScript script, string host, CancellationToken cancellationToken) =>
        PacAnswerReader.Read(await EvaluateAsync(script, $"https://{host}/", host, cancellationToken).ConfigureAwait(false));

    /// <summary>What <c>FindProxyForURL</c> answers, as text.</summary>
    internal async Task<string> EvaluateAsync(PacScript script, string url, string host, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(script);
        if (Interlocked.CompareExchange(ref running, 1, 0) != 0)
            throw PacFailures.StillRunning();
        var outcome = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() => Run(outcome, () => Evaluate(script, url, host, cancellationToken)), Stack) { IsBackground = true, Name = "PAC file" };
        thread.Start();
        try
        {
            return await outcome.Task.WaitAsync(PacLimits.Wall + PacLimits.AllLookups + Patience, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            thread.Priority = ThreadPriority.Lowest;
            throw PacFailures.TooSlow();
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever a stranger's script brings about ends here, as a failure of that script.")]
    private void Run(TaskCompletionSource<string> outcome, Func<string> evaluate)
    {
        try
        {
            var answer = evaluate();
            Volatile.Write(ref running, 0);
            outcome.TrySetResult(answer);
        }
        catch (Exception problem)
        {
            Volatile.Write(ref running, 0);
            outcome.TrySetException(Told(problem));
        }
    }

    private string Evaluate(PacScript script, string url, string host, CancellationToken stop)
    {
        PacWarmUp.Once();
        var parsed = script.Prepare();
        var budget = new PacBudget(time);
        var engine = PacEngine.Create(budget, time);
        PacFunctions.Put(engine, new PacLookups(network, budget, time, stop), time);
        engine.Execute(parsed);
        var function = engine.GetValue("FindProxyForURL");
        if (!function.IsCallable())
            throw PacFailures.Invalid("it has no function FindProxyForURL(url, host)");
        return Answered(engine.Invoke(function, new JsString(url), new JsString(host)));
    }

    // Text alone is an answer: what a script's own toString would make of something else, browsers don't ask for either.
    private static string Answered(JsValue answer) => answer switch
    {
        JsString text => text.ToString(),
        _ when answer.IsNull() || answer.IsUndefined() => throw new PacException(PacCodes.Answer, "The PAC file's script answered nothing. Ask the IT department to correct it, or name the proxy itself in the site file."),
        _ => throw new PacException(PacCodes.Answer, $"The PAC file's script answered with something that isn't text ({answer.Type}). Ask the IT department to correct it, or name the proxy itself in the site file."),
    };

    private static Exception Told(Exception problem) => problem switch
    {
        PacException or OperationCanceledException => problem,
        JavaScriptException thrown => PacFailures.Failed(PacFailures.Shown($"line {thrown.Location.Start.Line}: {thrown.Message}"), thrown),
        RegexMatchTimeoutException or TimeoutException => PacFailures.TooSlow(),
        RecursionDepthOverflowException or InsufficientExecutionStackException => PacFailures.Limit("its functions call each other too deeply", problem),
        MemoryLimitExceededException or OutOfMemoryException => PacFailures.Limit($"it used more than {PacLimits.Memory >> 20} MiB of memory", problem),
        _ => PacFailures.Failed(problem.GetType().Name, problem),
    };
}
