using System.Net;
using Orchestrator.Broker.Hosting;
using Orchestrator.Broker.Tests.Support;
using Orchestrator.PluginFolders;

namespace Orchestrator.Broker.Tests.Plugins;

/// <summary>A broker that loads what nobody signed says so where it can't be taken back.</summary>
public sealed class UnsignedPluginsTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_stands_in_the_log_that_unsigned_plugins_were_allowed(bool allowed)
    {
        await using var broker = await TestBroker.CreateAsync(open: false, TestBroker.RealTime);
        Directory.CreateDirectory(broker.Folder.Plugins);
        var options = new BrokerOptions
        {
            DataFolder = broker.Folder.Root,
            Listen = new IPEndPoint(IPAddress.Loopback, 0),
            PluginFolder = new PluginFolderOptions(broker.Folder.Plugins, broker.Folder.PluginTrust, allowed),
        };

        await using (await BrokerHost.StartAsync(options, broker.Passwords, CancellationToken.None))
        {
        }

        Assert.Equal(allowed ? 1 : 0, broker.LogLines().Count(line => line.Contains("\"event\":\"plugins.unsigned-allowed\"", StringComparison.Ordinal)));
    }
}
