using Orchestrator.Abstractions;

namespace Orchestrator.PluginHosting;

/// <summary>
/// Every call into one generation of a plugin passes here: it gets a budget, a token that ends with the generation, and what it
/// throws becomes a <see cref="PluginFaultException"/>. Only <see cref="DialException"/> (a host type) and the caller's own
/// cancellation keep their meaning.
/// </summary>
internal sealed class PluginGateway(Containment containment, TimeProvider time, CancellationToken generation)
{
    /// <summary>True once a call didn't end: the generation can't be unloaded.</summary>
    public bool Hung { get; private set; }

    /// <summary>Calls an async member.</summary>
    /// <param name="member">Its name, for the fault.</param>
    /// <param name="budget">Time until it is told to end; infinite is allowed.</param>
    /// <param name="call">The call itself.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <param name="discard">What to do with a result that comes after the host stopped waiting.</param>
    /// <param name="onCaller">True: run its synchronous part on this thread (calls that come often). Otherwise a block costs a pool thread, not the caller.</param>
    /// <param name="forStranger">True: whoever is at the other end may have caused what it throws, so it doesn't count against the plugin.</param>
    public ValueTask<T> CallAsync<T>(
        string member,
        TimeSpan budget,
        Func<CancellationToken, ValueTask<T>> call,
        CancellationToken cancellationToken,
        Action<T>? discard = null,
        bool onCaller = false,
        bool forStranger = false)
    {
        Admit(member);
        return RunAsync(member, budget, call, discard, onCaller, forStranger, generation, cancellationToken);
    }

    /// <summary>Calls an async member without a result.</summary>
    public async ValueTask CallAsync(string member, TimeSpan budget, Func<CancellationToken, ValueTask> call, CancellationToken cancellationToken) =>
        await CallAsync(member, budget, token => Finished(call(token)), cancellationToken).ConfigureAwait(false);

    /// <summary>Disposes something of the plugin; also when the generation is over.</summary>
    public async ValueTask DisposeAsync(IAsyncDisposable opened) =>
        await RunAsync(
            nameof(DisposeAsync), PluginBudgets.Dispose, _ => Finished(opened.DisposeAsync()), null, onCaller: false, forStranger: false, CancellationToken.None, CancellationToken.None)
            .ConfigureAwait(false);

    private async ValueTask<T> RunAsync<T>(
        string member,
        TimeSpan budget,
        Func<CancellationToken, ValueTask<T>> call,
        Action<T>? discard,
        bool onCaller,
        bool forStranger,
        CancellationToken lifetime,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var timer = new CancellationTokenSource(budget, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token, lifetime);
        var token = stop.Token;
        Task<T>? running = null;
        try
        {
            running = containment.Meter.Run(() => onCaller ? call(token).AsTask() : Task.Run(() => call(token).AsTask(), CancellationToken.None));
            var result = await WaitAsync(running, token).ConfigureAwait(false);
            containment.Circuit.Passed();
            return result;
        }
        catch (DialException failure)
        {
            containment.Circuit.Passed();
            throw new DialException(failure.Code, failure.Message);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            containment.Circuit.Withdrawn();
            throw new OperationCanceledException(cancellationToken);
        }
        catch (OperationCanceledException) when (timer.IsCancellationRequested)
        {
            throw Fault(member, PluginFaultKind.OverBudget, $"it had {budget.TotalSeconds:0.#} s");
        }
        catch (OperationCanceledException) when (lifetime.IsCancellationRequested)
        {
            throw Closed(member);
        }
        catch (TimeoutException) when (running is { IsCompleted: false })
        {
            Hung = true;
            Abandon(running, discard);
            throw Fault(member, PluginFaultKind.Hung, $"told to end, it didn't within {PluginBudgets.Grace.TotalSeconds:0.#} s");
        }
        catch (Exception problem)
        {
            throw Threw(member, problem, forStranger);
        }
    }

    /// <summary>Calls a synchronous member; there is no way to stop it.</summary>
    public T Call<T>(string member, Func<T> call)
    {
        Admit(member);
        try
        {
            var result = containment.Meter.Run(call);
            containment.Circuit.Passed();
            return result;
        }
        catch (Exception problem)
        {
            throw Threw(member, problem, forStranger: false);
        }
    }

    /// <summary>The fault of an answer that the contract doesn't allow.</summary>
    public PluginFaultException BadAnswer(string member, string detail) => Fault(member, PluginFaultKind.BadAnswer, detail);

    /// <summary>The fault of a call after the end.</summary>
    public PluginFaultException Closed(string member) => new(Of(member, PluginFaultKind.Closed, "closed"));

    private void Admit(string member)
    {
        if (generation.IsCancellationRequested)
            throw Closed(member);
        if (!containment.Circuit.MayCall())
            throw new PluginFaultException(Of(member, PluginFaultKind.CircuitOpen, $"it failed too often, last in {containment.Circuit.Cause?.Member}: {containment.Circuit.Cause?.Detail}"));
    }

    private static async ValueTask<bool> Finished(ValueTask call)
    {
        await call.ConfigureAwait(false);
        return true;
    }

    private async Task<T> WaitAsync<T>(Task<T> running, CancellationToken stop)
    {
        try
        {
            return await running.WaitAsync(stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!running.IsCompleted)
        {
            return await running.WaitAsync(PluginBudgets.Grace, time, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static void Abandon<T>(Task<T> running, Action<T>? discard) =>
        _ = running.ContinueWith(
            ended =>
            {
                if (ended.IsCompletedSuccessfully)
                    discard?.Invoke(ended.GetAwaiter().GetResult());
                else
                    _ = ended.Exception;
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);

    private PluginFaultException Threw(string member, Exception problem, bool forStranger) =>
        problem as PluginFaultException ?? (forStranger ? Counted(Of(member, PluginFaultKind.Threw, ProblemText.Of(problem))) : Fault(member, PluginFaultKind.Threw, ProblemText.Of(problem)));

    private PluginFaultException Fault(string member, PluginFaultKind kind, string detail)
    {
        var fault = Of(member, kind, detail);
        containment.Circuit.Failed(fault);
        return Counted(fault);
    }

    private PluginFaultException Counted(PluginFault fault)
    {
        PluginMetrics.Failed(containment.Id, fault.Kind);
        return new PluginFaultException(fault);
    }

    private PluginFault Of(string member, PluginFaultKind kind, string detail) => new($"{containment.Id.Plugin} {containment.Id.Version}", member, kind, detail);
}
