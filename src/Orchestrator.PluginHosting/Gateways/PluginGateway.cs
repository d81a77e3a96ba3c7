using Orchestrator.Abstractions;

namespace Orchestrator.PluginHosting;

/// <summary>
/// Every call into one generation of a plugin passes here: it gets a budget, a token that ends with the generation, and what it
/// throws becomes a <see cref="PluginFaultException"/>. Only <see cref="DialException"/> (a host type) and the caller's own
/// cancellation keep their meaning.
/// </summary>
internal sealed class PluginGateway(Containment containment, TimeProvider time, CancellationToken generation)
{
    private static readonly PluginCall<IAsyncDisposable, bool> Disposing = new(nameof(DisposeAsync), (opened, _) => Finished(opened.DisposeAsync()));
    private volatile bool hung;

    /// <summary>True once a call didn't end: the generation can't be unloaded.</summary>
    public bool Hung => hung;

    /// <summary>Calls an async member.</summary>
    /// <param name="call">Which.</param>
    /// <param name="state">What it needs.</param>
    /// <param name="budget">Time until it is told to end; infinite is allowed.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <exception cref="PluginFaultException">It failed, or it isn't called now.</exception>
    public ValueTask<T> CallAsync<TState, T>(PluginCall<TState, T> call, TState state, TimeSpan budget, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var trial = Admit(call.Member, mayTry: budget != Timeout.InfiniteTimeSpan);
        return RunAsync(call, state, budget, trial, generation, cancellationToken);
    }

    /// <summary>Calls an async member that is called seldom.</summary>
    public ValueTask<T> CallAsync<T>(
        string member,
        TimeSpan budget,
        Func<CancellationToken, ValueTask<T>> call,
        CancellationToken cancellationToken,
        Func<T, string?>? objection = null,
        Action<T>? discard = null,
        bool forStranger = false)
    {
        var one = new PluginCall<Func<CancellationToken, ValueTask<T>>, T>(member, static (run, token) => run(token))
        {
            Objection = objection is null ? null : (_, result) => objection(result),
            Discard = discard,
            ForStranger = forStranger,
        };
        return CallAsync(one, call, budget, cancellationToken);
    }

    /// <summary>Calls an async member without a result.</summary>
    public async ValueTask CallAsync(string member, TimeSpan budget, Func<CancellationToken, ValueTask> call, CancellationToken cancellationToken) =>
        await CallAsync(member, budget, token => Finished(call(token)), cancellationToken).ConfigureAwait(false);

    /// <summary>Disposes something of the plugin; also when the generation is over.</summary>
    public async ValueTask DisposeAsync(IAsyncDisposable opened) =>
        await RunAsync(Disposing, opened, PluginBudgets.Dispose, null, CancellationToken.None, CancellationToken.None).ConfigureAwait(false);

    /// <summary>Calls a synchronous member; there is no way to stop it.</summary>
    /// <param name="member">Its name, for the fault.</param>
    /// <param name="state">What the call needs.</param>
    /// <param name="call">The call itself.</param>
    /// <param name="objection">What the contract doesn't allow about the answer; null when it is fine.</param>
    /// <exception cref="PluginFaultException">It failed, or it isn't called now.</exception>
    public T Call<TState, T>(string member, TState state, Func<TState, T> call, Func<T, string?>? objection = null)
    {
        var trial = Admit(member, mayTry: true);
        try
        {
            var result = Ask(state, call);
            if (objection?.Invoke(result) is { } detail)
                throw Fault(trial, member, PluginFaultKind.BadAnswer, detail);
            containment.Circuit.Passed(trial);
            return result;
        }
        catch (PluginFaultException)
        {
            containment.Circuit.Withdrawn(trial);
            throw;
        }
        catch (Exception problem)
        {
            throw Fault(trial, member, PluginFaultKind.Threw, ProblemText.Of(problem));
        }
    }

    /// <summary>A question within a call that was admitted: what it throws is that call's failure.</summary>
    public T Ask<TState, T>(TState state, Func<TState, T> call)
    {
        using var visit = containment.Meter.Enter();
        return call(state);
    }

    /// <summary>The fault of a call after the end.</summary>
    public PluginFaultException Closed(string member) => new(Of(member, PluginFaultKind.Closed, "closed"));

    private async ValueTask<T> RunAsync<TState, T>(
        PluginCall<TState, T> call, TState state, TimeSpan budget, Trial? trial, CancellationToken lifetime, CancellationToken cancellationToken)
    {
        using var stop = new CallStop(budget, time, containment.Meter, lifetime, cancellationToken);
        Task<T>? running = null;
        try
        {
            var begun = Begin(call, state, stop.Told);
            var result = begun.IsCompletedSuccessfully ? begun.Result : await WaitAsync(running = begun.AsTask(), stop.Over).ConfigureAwait(false);
            if (call.Objection?.Invoke(state, result) is { } detail)
                throw Fault(trial, call.Member, PluginFaultKind.BadAnswer, detail);
            containment.Circuit.Passed(trial);
            return result;
        }
        catch (DialException failure)
        {
            containment.Circuit.Passed(trial);
            throw new DialException(failure.Code, failure.Message);
        }
        catch (PluginFaultException)
        {
            // Another plugin's, met on the way; or this call's own, which has decided already.
            containment.Circuit.Withdrawn(trial);
            throw;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            containment.Circuit.Withdrawn(trial);
            throw new OperationCanceledException(cancellationToken);
        }
        catch (OperationCanceledException) when (lifetime.IsCancellationRequested)
        {
            throw Closed(call.Member);
        }
        catch (OperationCanceledException) when (stop.Over.IsCancellationRequested)
        {
            throw Fault(trial, call.Member, PluginFaultKind.OverBudget, $"it had {budget.TotalSeconds:0.#} s");
        }
        catch (TimeoutException) when (running is { IsCompleted: false })
        {
            hung = true;
            Abandon(running, call.Discard);
            throw Fault(trial, call.Member, PluginFaultKind.Hung, $"told to end, it didn't within {PluginBudgets.Grace.TotalSeconds:0.#} s");
        }
        catch (Exception problem) when (call.ForStranger)
        {
            containment.Circuit.Withdrawn(trial);
            throw Counted(Of(call.Member, PluginFaultKind.Threw, ProblemText.Of(problem)));
        }
        catch (Exception problem)
        {
            throw Fault(trial, call.Member, PluginFaultKind.Threw, ProblemText.Of(problem));
        }
    }

    private ValueTask<T> Begin<TState, T>(PluginCall<TState, T> call, TState state, CancellationToken token)
    {
        using var visit = containment.Meter.Enter();
        return call.OnCaller ? call.Run(state, token) : new ValueTask<T>(Task.Run(() => call.Run(state, token).AsTask(), CancellationToken.None));
    }

    private Trial? Admit(string member, bool mayTry)
    {
        if (generation.IsCancellationRequested)
            throw Closed(member);
        if (containment.Circuit.MayCall(mayTry, out var trial))
            return trial;
        var cause = containment.Circuit.Cause;
        throw new PluginFaultException(Of(member, PluginFaultKind.CircuitOpen, $"it failed too often, last in {cause?.Member}: {cause?.Detail}"));
    }

    private static async ValueTask<bool> Finished(ValueTask call)
    {
        await call.ConfigureAwait(false);
        return true;
    }

    private async Task<T> WaitAsync<T>(Task<T> running, CancellationToken over)
    {
        try
        {
            return await running.WaitAsync(over).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // What it gives in this moment counts: a picture is told of once, and what was opened has to be closed.
            return await running.WaitAsync(PluginBudgets.Grace, time, CancellationToken.None).ConfigureAwait(false);
        }
    }

    // Its result may still come, and what it holds has to go.
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

    private PluginFaultException Fault(Trial? trial, string member, PluginFaultKind kind, string detail)
    {
        var fault = Of(member, kind, detail);
        containment.Circuit.Failed(trial, fault);
        return Counted(fault);
    }

    private PluginFaultException Counted(PluginFault fault)
    {
        PluginMetrics.Failed(containment.Id, fault.Kind);
        return new PluginFaultException(fault);
    }

    private PluginFault Of(string member, PluginFaultKind kind, string detail) => new($"{containment.Id.Plugin} {containment.Id.Version}", member, kind, detail);
}
