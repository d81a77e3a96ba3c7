using System.Text;
using Orchestrator.Abstractions;
using Orchestrator.Plugins.Audit.Syslog;

namespace Orchestrator.Plugins.Tests.Audit.Syslog;

/// <summary>Settings that can't be meant are refused before anything is dialled.</summary>
public sealed class SyslogSettingsTests
{
    [Theory]
    [InlineData("", "has no settings")]
    [InlineData("{}", "can't be read")]
    [InlineData("{\"host\":\"siem\",\"tls\":\"off\"}", "can't be read")]
    [InlineData("{\"host\":\"a b\"}", "\"host\"")]
    [InlineData("{\"host\":\"siem\",\"port\":70000}", "\"port\"")]
    [InlineData("{\"host\":\"siem\",\"appName\":\"two words\"}", "\"appName\"")]
    [InlineData("{\"host\":\"siem\",\"hostName\":\"\"}", "\"hostName\"")]
    [InlineData("{\"host\":\"siem\",\"facility\":\"kern\"}", "\"facility\"")]
    [InlineData("{\"host\":\"siem\",\"dataId\":\"audit\"}", "\"dataId\"")]
    [InlineData("{\"host\":\"siem\",\"dataId\":\"a b@1\"}", "\"dataId\"")]
    [InlineData("{\"host\":\"siem\",\"maxMessageBytes\":1024}", "\"maxMessageBytes\"")]
    [InlineData("{\"host\":\"siem\",\"clientKeyFile\":\"/k\"}", "clientCertificateFile")]
    [InlineData("{\"host\":\"siem\",\"rootsFile\":\"/nowhere\"}", "can't be read as PEM")]
    [InlineData("{\"host\":\"siem\",\"clientCertificateFile\":\"/nowhere\"}", "can't be read as PEM")]
    public async Task They_are_refused(string json, string sentence)
    {
        await using var sink = new SyslogAuditSink();

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(async () =>
            await sink.StartAsync(new PluginContext { Settings = Encoding.UTF8.GetBytes(json), DataDirectory = "/nowhere", Time = TimeProvider.System, Log = new QuietLog() }, default));

        Assert.Contains(sentence, failure.Message, StringComparison.Ordinal);
    }
}
