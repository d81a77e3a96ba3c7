using System.Net;
using System.Net.Sockets;
using Akka.Hosting;
using Autofac;
using Autofac.Extensions.DependencyInjection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orchestrator.Abstractions;
using Orchestrator.Broker.Hosting.Listening;
using Orchestrator.Broker.Journal;
using Orchestrator.Broker.Plugins;
using Orchestrator.Broker.Sessions;
using Orchestrator.Broker.Settings;
using Orchestrator.Broker.Sinks;
using Orchestrator.Domain;
using Orchestrator.PluginFolders;
using Orchestrator.Trust.Passwords;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Broker.Hosting;

/// <summary>
/// A serving broker: one address, one port, TLS 1.2 or 1.3. A connection that agreed on a transport's own ALPN name is a raw link; every other one speaks
/// HTTP/1.1, where each transport's path leads to its accepting half and everything else is a bare 404. Reads no environment variables and no settings but
/// those of its data folder. The command <c>serve</c> and the testbed start the same object.
/// </summary>
public sealed class BrokerHost : IAsyncDisposable
{
    private readonly BrokerParts _parts;
    private readonly WebApplication _app;
    private readonly ILoggerFactory _logs;
    private readonly BrokerPlugins? _plugins;
    private readonly CancellationTokenSource _stopping;
    private int _disposed;

    private BrokerHost(BrokerParts parts, WebApplication app, ILoggerFactory logs, BrokerPlugins? plugins, CancellationTokenSource stopping, IPEndPoint bound)
    {
        _parts = parts;
        _app = app;
        _logs = logs;
        _plugins = plugins;
        _stopping = stopping;
        BoundEndPoint = bound;
    }

    /// <summary>Where it listens; the real port when 0 was asked for.</summary>
    public IPEndPoint BoundEndPoint { get; }

    /// <summary>Port of <see cref="BoundEndPoint"/>.</summary>
    public int BoundPort => BoundEndPoint.Port;

    /// <summary>The container: admission, journal, claims, keyring, settings, account watch, and what the options added.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Opens the data folder and listens.</summary>
    /// <exception cref="BrokerException">The folder can't or mustn't be served, or the address can't be listened on.</exception>
    public static Task<BrokerHost> StartAsync(BrokerOptions options, CancellationToken cancellationToken = default) =>
        StartAsync(options, new PasswordHasher(SystemRandomSource.Instance), cancellationToken);

    internal static async Task<BrokerHost> StartAsync(BrokerOptions options, PasswordHasher passwords, CancellationToken cancellationToken)
    {
        var logs = LoggerFactory.Create(options.Logging ?? (_ => { }));
        BrokerParts? parts = null;
        WebApplication? app = null;
        var stopping = new CancellationTokenSource();
        BrokerPlugins? plugins = null;
        try
        {
            parts = await BrokerParts.OpenAsync(options.DataFolder, options.Time, logs, passwords, cancellationToken);
            plugins = BrokerPlugins.Open(options.PluginFolder, parts, logs);
            await plugins.StartRequiredSinksAsync(parts.Sinks, cancellationToken);
            var transports = await StartTransportsAsync(options, plugins, cancellationToken);
            app = Build(options, parts, plugins, logs, transports, stopping.Token);
            var bound = await ListenAsync(app, options.Listen, cancellationToken);
            parts.Watch.Subscribe(SessionActors.Revoking(app.Services));
            await AnnounceAsync(parts, bound, options.PluginFolder, cancellationToken);
            if (options.PluginFolder is not null)
            {
                plugins.ListenForCommands(parts.Folder, parts.Sinks, app.Services.GetRequiredService<IReadOnlyActorRegistry>(), options.Time);
            }

            BrokerLog.Serving(logs.CreateLogger<BrokerHost>(), parts.Settings.Domain, bound.ToString(), transports.Names());
            return new BrokerHost(parts, app, logs, plugins, stopping, bound);
        }
        catch
        {
            await CloseAsync(app, parts, plugins, stopping);
            logs.Dispose();
            throw;
        }
    }

    private static async Task<ActiveTransports> StartTransportsAsync(BrokerOptions options, BrokerPlugins plugins, CancellationToken cancellationToken)
    {
        if (options.Transports is { } given)
        {
            return new ActiveTransports(given);
        }

        await plugins.StartTransportsAsync(cancellationToken);
        return new ActiveTransports(() => plugins.Slots.Transports());
    }

    /// <summary>The first record: from here on everything rests on the log and on the required sinks.</summary>
    private static async Task AnnounceAsync(BrokerParts parts, IPEndPoint bound, PluginFolderOptions? plugins, CancellationToken cancellationToken)
    {
        parts.Sinks.Begin();
        try
        {
            await parts.Journal.AppendAsync(
                new BrokerObservations.Serving(BrokerParts.Version, bound.ToString(), Convert.ToHexStringLower(parts.Keyring.Configuration.Hash.Span)), cancellationToken);
            if (plugins is { AllowUnsigned: true })
            {
                await parts.Journal.AppendAsync(new PluginObservations.UnsignedPluginsAllowed(Path.GetFullPath(plugins.Path)), cancellationToken);
            }
        }
        catch (JournalException e)
        {
            throw new BrokerException(ExitCode.DataFolder, $"{e.Message} Nothing is served without it. Look at --verbose, correct `auditSinks` in {parts.Folder.Settings}, or make room.", e);
        }
    }

    /// <summary>Ends every link, writes what is left, closes.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }

        await _stopping.CancelAsync();
        _parts.Sinks.End();
        await _app.StopAsync(CancellationToken.None);
        await _app.Services.GetRequiredService<ManyRequestLinks>().WhenIdleAsync();
        try
        {
            await _parts.Journal.AppendAsync(new AdministrationObservations.Stopped("asked to"), CancellationToken.None);
        }
        finally
        {
            await CloseAsync(_app, _parts, _plugins, _stopping);
            BrokerLog.Stopped(_logs.CreateLogger<BrokerHost>());
            _logs.Dispose();
        }
    }

    private static async Task CloseAsync(WebApplication? app, BrokerParts? parts, BrokerPlugins? plugins, CancellationTokenSource stopping)
    {
        if (app is not null)
        {
            await app.DisposeAsync();
        }

        if (plugins is not null)
        {
            await plugins.DisposeAsync();
        }

        if (parts is not null)
        {
            await parts.DisposeAsync();
        }

        stopping.Dispose();
    }

    private static WebApplication Build(
        BrokerOptions options, BrokerParts parts, BrokerPlugins plugins, ILoggerFactory logs, ActiveTransports transports, CancellationToken stopping)
    {
        // Empty: no variables, no files of the working folder, no second end point by configuration.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "orchestrator-broker" });
        builder.Host.UseServiceProviderFactory(new AutofacServiceProviderFactory());
        builder.Host.ConfigureContainer<ContainerBuilder>(parts.Register);
        builder.Services.AddSingleton(logs);
        builder.Services.AddLogging();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = HostLimits.StopTimeout);
        SessionActors.Add(
            builder.Services,
            plugins,
            parts.Time,
            AuditSinksActor.Props(plugins, parts.Sinks, parts.Journal, logs.CreateLogger<AuditSinksActor>()));
        options.Services?.Invoke(builder.Services);
        builder.Services.AddSingleton(services => Links(options, services, logs, stopping));
        builder.Services.AddSingleton(services => new ManyRequestLinks(services.GetRequiredService<LinkServer>(), new LinkQuota(), stopping));
        var tls = OuterTls.Load(parts.Folder, transports);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = HostLimits.MaxConnections;
            kestrel.Limits.MaxConcurrentUpgradedConnections = HostLimits.MaxConnections;
            kestrel.Limits.MaxRequestHeadersTotalSize = HostLimits.MaxHeadBytes;
            kestrel.Limits.MaxRequestBodySize = HostLimits.MaxBodyBytes;
            kestrel.Limits.RequestHeadersTimeout = HostLimits.HeadersTimeout;
            kestrel.Limits.KeepAliveTimeout = HostLimits.IdleTimeout;
            kestrel.Listen(options.Listen, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                listen.UseHttps(tls.Options());
                listen.Use(new RawLinks(transports, kestrel.ApplicationServices.GetRequiredService<LinkServer>()).Before);
            });
        });
        var app = builder.Build();
        app.Run(new HttpLinks(transports, app.Services.GetRequiredService<LinkServer>(), app.Services.GetRequiredService<ManyRequestLinks>()).RunAsync);
        return app;
    }

    private static LinkServer Links(BrokerOptions options, IServiceProvider services, ILoggerFactory logs, CancellationToken stopping)
    {
        // The actors that take links are there once the host has started, and not before.
        var handler = new Lazy<Func<AcceptedLink, Task>>(() => (options.Links ?? SessionActors.Links)(services));
        return new LinkServer(link => handler.Value(link), logs.CreateLogger<LinkServer>(), stopping);
    }

    private static async Task<IPEndPoint> ListenAsync(WebApplication app, IPEndPoint listen, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            throw new BrokerException(
                ExitCode.Address, $"{listen} can't be listened on: {e.GetBaseException().Message} Choose another --listen, or allow this user to use ports below 1024.", e);
        }

        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new IPEndPoint(listen.Address, BindingAddress.Parse(address).Port);
    }
}
