using System.Collections.Immutable;
using Akka.Actor;
using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Domain;
using static Orchestrator.Actors.Sessions.AtBroker.BrokerMessages;
using static Orchestrator.Domain.BrokerObservations;

namespace Orchestrator.Actors.Tests.Sessions.AtBroker;

/// <summary>Which instruments' programs get a session.</summary>
[Trait("Requirement", "R-ZT-3")]
public sealed class RegistrationSpecs : BrokerSpecs
{
    private static readonly PostureRules NewerOnly = new(new Version(0, 2, 0), [], [], []);

    [Fact]
    public async Task A_program_that_is_too_old_gets_no_session_and_is_recorded_as_what_it_claims_to_be()
    {
        var answer = await RegisterAsync(NewerOnly);

        var refused = Assert.IsType<Refused>(answer);
        Assert.Equal("PROGRAM_TOO_OLD", refused.Code);
        Assert.Contains("0.2.0", refused.Sentence, StringComparison.Ordinal);
        var noted = Assert.IsType<RegistrationRefused>(Assert.Single(Journal.Noted));
        Assert.Equal(("PROGRAM_TOO_OLD", "0.1.0", "test", "192.0.2.1"), (noted.Code, noted.Instrument.Version, noted.Composition, noted.Address));
        Assert.Equal(new string('0', 64), noted.ExecutableSha256);
    }

    [Fact]
    public async Task A_program_that_isnt_on_the_list_gets_no_session()
    {
        var answer = await RegisterAsync(NewerOnly with { MinimumVersion = new Version(0, 1, 0), Executables = ImmutableHashSet.Create(new string('a', 64)) });

        Assert.Equal("PROGRAM_UNKNOWN", Assert.IsType<Refused>(answer).Code);
        Assert.IsType<RegistrationRefused>(Assert.Single(Journal.Noted));
    }

    [Fact]
    public async Task A_program_of_the_oldest_version_allowed_gets_one()
    {
        var answer = await RegisterAsync(NewerOnly with { MinimumVersion = new Version(0, 1, 0) });

        Assert.IsType<Registered>(answer);
        Assert.IsType<SessionRegistered>(Assert.Single(Journal.Noted));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_refusal_that_cant_be_recorded_is_still_one(bool throwsAtOnce)
    {
        (Journal.IsBroken, Journal.ThrowsAtOnce) = (true, throwsAtOnce);

        Assert.Equal("SERVER_FAULT", Assert.IsType<Refused>(await RegisterAsync(NewerOnly)).Code);
    }

    private async Task<object> RegisterAsync(PostureRules rules)
    {
        Posture = rules;
        var sessions = Sys.ActorOf(SessionsActor.Props(Setup()), "sessions");
        var asker = CreateTestProbe();
        sessions.Tell(Registration(), asker);
        return await asker.ExpectMsgAsync<object>();
    }
}
