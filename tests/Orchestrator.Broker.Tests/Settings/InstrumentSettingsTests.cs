using Orchestrator.Broker.Settings;
using Orchestrator.Broker.Tests.Support;

namespace Orchestrator.Broker.Tests.Settings;

[Trait("Requirement", "R-ZT-3")]
public sealed class InstrumentSettingsTests : IDisposable
{
    private static readonly string Hash = new('a', 64);

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_broker_json_lists_is_asked_of_each_instrument()
    {
        var settings = Load($$"""{ "executables": ["{{Hash}}"], "compositions": ["shipped"], "operatingSystems": ["Microsoft Windows"] }""");

        var rules = settings.Instruments.Rules(new Version(1, 2, 3));

        Assert.Equal(new Version(1, 2, 3), rules.MinimumVersion);
        Assert.Equal([Hash], rules.Executables);
        Assert.Equal(["shipped"], rules.Compositions);
        Assert.Equal("Microsoft Windows", Assert.Single(rules.OperatingSystems));
    }

    [Fact]
    public void A_file_without_the_lists_asks_for_the_signed_minimum_alone()
    {
        var rules = Load(null).Instruments.Rules(new Version(1, 2, 3));

        Assert.Empty(rules.Executables);
        Assert.Empty(rules.Compositions);
        Assert.Empty(rules.OperatingSystems);
        Assert.Equal("PROGRAM_TOO_OLD", rules.WhyNot(new("1.2.2", "Linux", Hash, "shipped"))?.Code);
    }

    [Theory]
    [InlineData("""{ "executables": ["AA"] }""")]
    [InlineData("""{ "executables": ["AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"] }""")]
    [InlineData("""{ "executables": ["xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"] }""")]
    [InlineData("""{ "compositions": [""] }""")]
    [InlineData("""{ "operatingSystems": ["Win\u0007dows"] }""")]
    [InlineData("""{ "everything": true }""")]
    [InlineData("""{ "executables": null }""")]
    public void What_cant_be_meant_is_refused_and_not_taken_for_an_empty_list(string instruments) =>
        Assert.Equal(ExitCode.DataFolder, Assert.Throws<BrokerException>(() => Load(instruments)).Code);

    private BrokerSettings Load(string? instruments)
    {
        var file = _folder.At("broker.json");
        File.WriteAllText(file, $$"""
            {
              "version": {{BrokerSettings.CurrentVersion}}, "domain": "support.example.com", "organisation": "Example", "port": 443
              {{(instruments is null ? "" : $", \"instruments\": {instruments}")}}
            }
            """);
        return BrokerSettings.Load(file);
    }
}
