namespace Orchestrator.Abstractions;

/// <summary>
/// What every plugin is. An assembly has exactly one public type that implements one of the kinds
/// (<see cref="ICapture"/>, <see cref="ITransport"/>, <see cref="IProxyConnector"/>, <see cref="IAuditSink"/>),
/// with an empty constructor and no static state. What follows holds for every member of the contract that doesn't say otherwise.
/// </summary>
/// <remarks>
/// <para><b>Threads.</b> The host calls from any thread, and never calls one object from two threads at once unless the member says so. Objects
/// that a plugin opened (a screen, a link) are objects of their own: two of them are used at once.</para>
/// <para><b>Cancellation.</b> Every async member takes its token last. A token that is cancelled beforehand makes it throw
/// <see cref="OperationCanceledException"/> without effect. One that is cancelled meanwhile ends the call within 2 s, by the same throw unless the
/// member says otherwise. Whatever was registered on a token is taken back before the call ends.</para>
/// <para><b>Budget.</b> Each member names the time that it has; when it is over its token is cancelled. A call that still doesn't end after 2 s more
/// is a hang: the host stops waiting and lets the plugin go.</para>
/// <para><b>Buffers.</b> Memory, streams and pipes that the host passes are the host's and are lent until the call ends: the plugin keeps no
/// reference to them and starts nothing that uses them later.</para>
/// <para><b>Errors.</b> Expected failures are results. Anything thrown but cancellation and <see cref="DialException"/> becomes a fault of the
/// plugin; its message is a sentence for people: what failed, why, what to do. <see cref="ArgumentException"/> is for what only a fault of the host can pass.</para>
/// <para><b>Disposal.</b> Quick and final; a second one does nothing. It may come while a call runs whose token was cancelled, and then doesn't wait
/// for it longer than its own budget. Called afterwards, a member throws <see cref="InvalidOperationException"/> (<see cref="ObjectDisposedException"/>
/// is one) or gives the answer that it names for this case. The host disposes what a plugin opened before it disposes the plugin. Nothing may be left: no
/// thread, timer, file, handler or registration. Budget: 5 s.</para>
/// </remarks>
public interface IPlugin : IAsyncDisposable
{
    /// <summary>Parses the settings and tests what it can without an effect on the outside world. Called once, first. Budget: 5 s.</summary>
    /// <param name="context">Everything that the host lends; valid until disposal.</param>
    /// <param name="cancellationToken">Cancelled when the budget is over.</param>
    /// <remarks>
    /// A throw refuses the plugin, and its message is what the people read. A setting that isn't known, has the wrong
    /// shape or can't be used is such a throw: a typing error must not switch something off.
    /// </remarks>
    ValueTask StartAsync(PluginContext context, CancellationToken cancellationToken);
}
