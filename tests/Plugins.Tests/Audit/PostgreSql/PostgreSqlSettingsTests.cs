using System.Text;
using Orchestrator.Abstractions;
using Orchestrator.Plugins.Audit.PostgreSql;

namespace Orchestrator.Plugins.Tests.Audit.PostgreSql;

/// <summary>Settings that can't be meant are refused before anything is dialled.</summary>
public sealed class PostgreSqlSettingsTests
{
    private const string Rest = "\"database\":\"d\",\"user\":\"u\"";

    [Theory]
    [InlineData("", "has no settings")]
    [InlineData("[]", "can't be read")]
    [InlineData("{\"host\":\"db\"}", "can't be read")]
    [InlineData("{\"host\":\"db\"," + Rest + ",\"sslmode\":\"disable\"}", "can't be read")]
    [InlineData("{\"host\":\"db\"," + Rest + ",\"user\":\"v\"}", "can't be read")]
    [InlineData("{\"host\":\"db1,db2\"," + Rest + "}", "\"host\"")]
    [InlineData("{\"host\":\"db;SSL Mode=Disable\"," + Rest + "}", "\"host\"")]
    [InlineData("{\"host\":\"db\"," + Rest + ",\"port\":0}", "\"port\"")]
    [InlineData("{\"host\":\"db\",\"database\":\"\",\"user\":\"u\"}", "\"database\"")]
    [InlineData("{\"host\":\"db\"," + Rest + ",\"schema\":\"a; DROP TABLE b\"}", "\"schema\"")]
    [InlineData("{\"host\":\"db\"," + Rest + ",\"schema\":\"A\"}", "\"schema\"")]
    [InlineData("{\"host\":\"db\"," + Rest + ",\"tls\":\"off\"}", "\"tls\"")]
    [InlineData("{\"host\":\"db\"," + Rest + ",\"tls\":\"local\"}", "loopback")]
    [InlineData("{\"host\":\"localhost\"," + Rest + ",\"tls\":\"local\"}", "loopback")]
    [InlineData("{\"host\":\"10.0.0.1\"," + Rest + ",\"tls\":\"local\"}", "loopback")]
    [InlineData("{\"host\":\"/run/postgresql\"," + Rest + "}", "no TLS on a socket")]
    [InlineData("{\"host\":\"127.0.0.1\"," + Rest + ",\"tls\":\"local\",\"rootsFile\":\"/r\"}", "no use")]
    [InlineData("{\"host\":\"db\"," + Rest + ",\"clientKeyFile\":\"/k\"}", "clientCertificateFile")]
    [InlineData("{\"host\":\"db\"," + Rest + ",\"rootsFile\":\"/nowhere\"}", "can't be read as PEM")]
    [InlineData("{\"host\":\"db\"," + Rest + ",\"passwordFile\":\"/nowhere\"}", "password file /nowhere")]
    public async Task They_are_refused(string json, string sentence)
    {
        await using var sink = new PostgreSqlAuditSink();

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(async () =>
            await sink.StartAsync(new PluginContext { Settings = Encoding.UTF8.GetBytes(json), Time = TimeProvider.System, Log = new QuietLog() }, default));

        Assert.Contains(sentence, failure.Message, StringComparison.Ordinal);
    }
}
