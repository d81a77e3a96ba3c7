using Orchestrator.Abstractions;
using Orchestrator.Links.Dialing;

namespace Orchestrator.Links.Tests.Tls;

/// <summary>Certificates and servers that no .NET server would show, shown by OpenSSL's: each is fatal under its own code, whoever trusts its root.</summary>
[Trait("Requirement", "R-NET-9")]
public sealed class BadCertificateTests
{
    private const string Name = "broker.vendor.example";

    public static TheoryData<string, string> Cases => new()
    {
        { "good", "" },
        { "good behind two authorities", "" },
        { "server's RSA key of 1024 bits", "TLS_WEAK" },
        { "authority's RSA key of 1024 bits", "TLS_WEAK" },
        { "SHA-1 over the server's certificate", "TLS_WEAK" },
        { "SHA-1 over an authority's certificate", "TLS_WEAK" },
        { "six authorities", "TLS_CHAIN" },
        { "an authority is left out", "TLS_UNTRUSTED" },
    };

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public async Task A_chain_is_as_good_as_its_weakest_part(string what, string code)
    {
        using var chain = what switch
        {
            "good" => new TestChain(Name),
            "server's RSA key of 1024 bits" => new TestChain(Name, serverBits: 1024),
            "authority's RSA key of 1024 bits" => new TestChain(Name, authorities: 1, authorityBits: 1024),
            "SHA-1 over the server's certificate" => new TestChain(Name, oldServerSignature: true),
            "SHA-1 over an authority's certificate" => new TestChain(Name, authorities: 1, oldAuthoritySignature: true),
            "six authorities" => new TestChain(Name, authorities: 6),
            _ => new TestChain(Name, authorities: 2),
        };
        await using var server = await OpensslServer.StartAsync(what == "an authority is left out" ? [chain.Shown[0]] : chain.Shown);

        foreach (var (where, rules) in TrustedBy.Each(chain.Root))
        {
            Assert.Equal((where, code), (where, await TrustedBy.CodeAsync(server.Port, Name, rules)));
        }
    }

    [SkippableTheory]
    [InlineData("-tls1_1", "TLS_OLD")]
    [InlineData("-tls1", "TLS_OLD")]
    [InlineData("-tls1_2", "")]
    [InlineData("-tls1_3", "")]
    public async Task A_server_that_speaks_only_an_old_version_has_its_name(string version, string code)
    {
        using var chain = new TestChain(Name);
        await using var server = await OpensslServer.StartAsync(chain.Shown, version);

        Assert.Equal(code, await TrustedBy.CodeAsync(server.Port, Name, TrustedBy.Configuration(chain.Root)));
    }

    [Theory]
    [InlineData("160301003a0200003603010000", true)]
    [InlineData("160302003a0200003603020000", true)]
    [InlineData("160303003a0200003603030000", false)]
    [InlineData("15030200020246", true)]
    [InlineData("15030300020228", false)]
    public void An_old_server_is_known_by_its_first_bytes(string hex, bool isOld) =>
        Assert.Equal(isOld ? Answerer.OldTls : Answerer.Tls, Answerers.Of(Convert.FromHexString(hex)));

    [Fact]
    public void Whatever_comes_first_has_a_name_and_none_of_it_throws()
    {
        var random = new Random(41);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = new byte[random.Next(40)];
            random.NextBytes(bytes);
            _ = Answerers.Of(bytes);
            var text = "HTTP/1.1 302 Found\r\n"u8[..random.Next(20)].ToArray();
            Assert.NotEqual(Answerer.OldTls, Answerers.Of(text));
        }
    }

    [Fact]
    public void Every_sentence_says_what_to_do()
    {
        var to = new Endpoint(Name, 443, IsProxy: false);
        DialException[] failures =
        [
            DialFailures.LongChain(to, "CN=X"), DialFailures.Weak(to, "CN=X", "y"), DialFailures.Unpinned(to, "CN=X"), DialFailures.Intercepted(to, "X"), DialFailures.InterceptionUnknown(to),
            .. Enum.GetValues<Answerer>().Select(answerer => DialFailures.NoHandshake(to, answerer, "z")),
        ];
        Assert.All(failures, failure => Assert.Matches("(?i)(ask|tell|open|get) .*\\.$", failure.Message));
    }
}
