using Akka.Actor;
using Akka.Event;
using Akka.Hosting;
using Autofac.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orchestrator.Actors.Plugins;
using Orchestrator.Actors.Scheduling;
using Orchestrator.Actors.Sessions.AtInstrument;

namespace Orchestrator.QuickSupport.Composition;

/// <summary>The actor system of one run, with the actor that a session hangs below, and the one that looks after plugins.</summary>
internal sealed class ActorHost : IAsyncDisposable
{
    // Nothing of Akka may reach the terminal, and the system's end isn't the process's.
    private const string Quiet = """
        akka.stdout-loglevel = OFF
        akka.log-dead-letters = off
        akka.log-dead-letters-during-shutdown = off
        akka.coordinated-shutdown.exit-clr = off
        akka.coordinated-shutdown.run-by-clr-shutdown-hook = off
        """;

    private readonly IHost _host;

    private ActorHost(IHost host, IActorRef instrument, IActorRef plugins)
    {
        _host = host;
        Instrument = instrument;
        Plugins = plugins;
    }

    /// <summary>The run's actor.</summary>
    public IActorRef Instrument { get; }

    /// <summary>Looks after the plugins.</summary>
    public IActorRef Plugins { get; }

    /// <summary>Starts the system and the run.</summary>
    public static async Task<ActorHost> StartAsync(InstrumentSetup setup, RunPlugins plugins, QuickSupportOptions options, CancellationToken cancellationToken)
    {
        var logging = options.Logging;
        var host = new HostBuilder()
            .UseServiceProviderFactory(new AutofacServiceProviderFactory())
            .ConfigureServices(services =>
            {
                services.AddSingleton<IHostLifetime, QuietLifetime>();
                if (logging is not null)
                    services.AddSingleton(logging);
                services.AddAkka("quicksupport", builder =>
                {
                    if (logging is null)
                        builder.AddHocon("akka.loglevel = OFF\nakka.loggers = []", HoconAddMode.Prepend);
                    else
                        builder.ConfigureLoggers(loggers => loggers.ClearLoggers().AddLoggerFactory(logging));
                    builder.AddHocon(Quiet, HoconAddMode.Prepend).AddHocon(TimerScheduler.Hocon, HoconAddMode.Prepend)
                        .AddPlugins(plugins.Slots, plugins.Events, PluginRestarts.Default, options.Time).AddInstrument(setup);
                });
            })
            .Build();
        await host.StartAsync(cancellationToken).ConfigureAwait(false);
        var actors = host.Services.GetRequiredService<ActorRegistry>();
        return new ActorHost(
            host,
            await actors.GetAsync<InstrumentActor>(cancellationToken).ConfigureAwait(false),
            await actors.GetAsync<PluginsActor>(cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None).ConfigureAwait(false);
        _host.Dispose();
    }
}
