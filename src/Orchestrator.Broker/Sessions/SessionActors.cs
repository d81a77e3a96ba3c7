using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Actors.Links;
using Orchestrator.Actors.Plugins;
using Orchestrator.Actors.Scheduling;
using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Audit.Records;
using Orchestrator.Broker.Accounts;
using Orchestrator.Broker.Hosting;
using Orchestrator.Broker.Plugins;
using Orchestrator.Broker.Settings;
using Orchestrator.Broker.Sinks;
using Orchestrator.Protocol;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Broker.Sessions;

/// <summary>Joins the host's accepted links to the session actors.</summary>
internal static class SessionActors
{
    // A message to a link that is gone is everyday life, and its content is nobody's business.
    private const string Quiet = """
        akka.stdout-loglevel = WARNING
        akka.log-dead-letters = off
        akka.log-dead-letters-during-shutdown = off
        """;

    /// <summary>Adds the actor system, with its actors made from what the container holds, and those that look after plugins and audit sinks.</summary>
    public static void Add(IServiceCollection services, BrokerPlugins plugins, TimeProvider time, Akka.Actor.Props sinks) => services.AddAkka("broker", (akka, provider) => akka
        .ConfigureLoggers(logging =>
        {
            // Below a warning it speaks of itself only, and at its end past the logger, to the terminal.
            logging.LogLevel = Akka.Event.LogLevel.WarningLevel;
            logging.ClearLoggers();
            logging.AddLoggerFactory();
        })
        .AddHocon(Quiet, HoconAddMode.Prepend)
        .AddHocon(TimerScheduler.Hocon, HoconAddMode.Prepend)
        .AddPlugins(plugins.Slots, plugins.Events, PluginRestarts.Default, time)
        .WithActors((system, registry) => registry.Register<AuditSinksActor>(system.ActorOf(sinks, "audit-sinks")))
        .AddBroker(Setup(provider)));

    /// <summary>Hands an accepted link to its actor; the task ends with the link.</summary>
    public static Func<AcceptedLink, Task> Links(IServiceProvider provider)
    {
        var links = provider.GetRequiredService<ActorRegistry>().Get<BrokerLinksActor>();
        return accepted =>
        {
            var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            links.Tell(new AcceptedBytes(accepted.Pipe, accepted.RemoteAddress, accepted.Transport, ended), Akka.Actor.ActorRefs.NoSender);
            return ended.Task;
        };
    }

    /// <summary>Tells every session at once that an account, or one of its consoles, lost its rights.</summary>
    public static Action<Revocation> Revoking(IServiceProvider provider)
    {
        var sessions = provider.GetRequiredService<ActorRegistry>().Get<SessionsActor>();
        return revocation => sessions.Tell(new BrokerMessages.Revoke(revocation.Account, revocation.KeyFingerprint, revocation.Reason), Akka.Actor.ActorRefs.NoSender);
    }

    private static BrokerSetup Setup(IServiceProvider provider)
    {
        var keyring = provider.GetRequiredService<BrokerKeyring>();
        var settings = provider.GetRequiredService<BrokerSettings>();
        return new BrokerSetup(
            context => SettingsFor(context, keyring, settings),
            provider.GetRequiredService<IBrokerJournal>(),
            LogOrigin.Of(settings.Domain),
            provider.GetRequiredService<IClaimStore>(),
            provider.GetRequiredService<IAdmission>(),
            provider.GetRequiredService<IActivation>(),
            SessionEventReader.Read,
            settings.Instruments.Rules(keyring.Configuration.MinimumClientVersion),
            SystemRandomSource.Instance,
            provider.GetRequiredService<TimeProvider>())
        {
            Approvals = provider.GetRequiredService<IApprovalDesk>(),
            Recovered = provider.GetRequiredService<IRecoveredRuns>(),
            Witnesses = provider.GetRequiredService<IWitnessDesk>(),
        };
    }

    /// <summary>Only endpoints that hold this vendor's signed configuration, and dialled one of its names, get an answer.</summary>
    private static HandshakeSettings? SettingsFor(LinkContext context, BrokerKeyring keyring, BrokerSettings settings)
    {
        var isOurs = context.ConfigurationHash.Span.SequenceEqual(keyring.Configuration.Hash.Span)
            && keyring.Configuration.BrokerNames.Contains(context.BrokerName)
            && context.BrokerName == settings.Domain;
        return isOurs
            ? new HandshakeSettings(HandshakeContext.ForLink(context), keyring.Identity, keyring.Certificate, new AnyKeyVerifier(), SystemRandomSource.Instance)
            : null;
    }
}
