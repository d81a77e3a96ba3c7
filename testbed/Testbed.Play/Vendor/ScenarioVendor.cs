using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Orchestrator.Broker.Hosting;
using Orchestrator.Broker.Setup;
using Orchestrator.Links.Dialing;
using Orchestrator.Technicians;
using Orchestrator.Testbed.Scenarios.Worlds;
using Orchestrator.Testbed.Technician;

namespace Orchestrator.Testbed.Play.Vendor;

/// <summary>
/// One vendor for many scenarios: keys, configuration for port 443, a serving broker, and one trained technician at an approved console. Each scenario
/// has a session of its own.
/// </summary>
public sealed class ScenarioVendor : IAsyncDisposable
{
    private const string Account = "t.berg";

    /// <summary>Each scenario joins once; the authenticator alone gives two codes a minute.</summary>
    private const int RecoveryCodes = 400;

    private readonly BrokerHost _host;
    private readonly ConsoleRun _console;
    private readonly Person _technician;

    private ScenarioVendor(BrokerHost host, SetupResult setup, ConsoleRun console, Person technician)
    {
        _host = host;
        Setup = setup;
        _console = console;
        _technician = technician;
    }

    /// <summary>Where everything lies.</summary>
    public SetupResult Setup { get; }

    /// <summary>Where the broker listens.</summary>
    public IPEndPoint Listens => _host.BoundEndPoint;

    /// <summary>Makes the vendor and starts the broker.</summary>
    /// <param name="folder">Everything of the vendor lies here.</param>
    /// <param name="listen">Address and port; port 0 takes a free one.</param>
    /// <param name="console">The technician's network, given where the broker listens.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<ScenarioVendor> StartAsync(
        string folder, IPEndPoint listen, Func<IPEndPoint, INetwork> console, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(console);
        var time = TimeProvider.System;
        var data = Path.Combine(folder, "broker");
        var setup = await VendorSetup.CreateAsync(
            new SetupRequest
            {
                DataFolder = data,
                Domain = SiteNames.Broker,
                Organisation = "Example Instruments",
                RootKeyFile = Path.Combine(folder, "root.key.pem"),
                RootPassphrase = Convert.ToBase64String(RandomNumberGenerator.GetBytes(18)),
            },
            time,
            cancellationToken);
        var technician = await Person.AddAsync(data, Account, "Tine Berg", "technician", time);
        foreach (var course in new[] { "remote-support", "data-and-privacy" })
            await Person.RunAsync("training", "record", Account, "--data", data, "--course", course, "--version", "1", "--trainer", "Maria Roth", "--date", time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), "--score", "95", "--valid-days", "365");
        var host = await BrokerHost.StartAsync(new BrokerOptions { DataFolder = data, Listen = listen }, cancellationToken);
        try
        {
            var run = await ConsoleRun.OpenAsync(
                new ConsoleOptions { ConfigurationPath = setup.ClientConfiguration, DataDirectory = Path.Combine(folder, "console"), Network = console(host.BoundEndPoint) },
                cancellationToken);
            await technician.ActivateAsync(run, cancellationToken);
            await technician.ApproveAsync(run.Digits);
            await QuickAccounts.MorePaperAsync(data, technician, RecoveryCodes, cancellationToken);
            return new ScenarioVendor(host, setup, run, technician);
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>The technician joins a session with what the operator read out.</summary>
    /// <exception cref="ConsoleException">Not admitted, or the instrument isn't there.</exception>
    public Task<ConsoleSession> JoinAsync(string number, string pin, CancellationToken cancellationToken) => Domain.SessionNumber.TryParse(number, out var session)
        ? _console.ConnectAsync(_technician.Wish(session, pin, "liquid not detected"), cancellationToken)
        : throw new WorldException($"The operator read out “{number}”, which is no session number.");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _console.DisposeAsync();
        await _host.DisposeAsync();
    }
}
