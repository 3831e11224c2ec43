package topics

import "strings"

// givenNames are common names of people that are hardly ever anything else. They
// do not appear in labels, however they are written.
var givenNames = func() map[string]bool {
	is := map[string]bool{}
	for _, w := range strings.Fields(`
aaron adam adrian ahmed alan albert alejandro alessandro alex alexander alexandra alexis alfred ali alice alicia amanda amy ana andrea andreas
andrew andy angela anna anne anthony antonio arthur barbara ben benjamin bernd bernard betty bob brandon brenda brian bruno camille carl carla
carlos carmen carol caroline catherine cécile charles charlotte chris christian christina christine christopher claire clara claudia claus
daniel daniela david deborah dennis diana diane diego dieter dirk dmitri donald donna dorothy douglas edward elena elizabeth ella ellen emily
emma eric erik ernst ethan eva evelyn felix fernando florian francesca francesco francisco françois frank franz fred gabriel gary george
gerald giovanni giulia giuseppe gloria gregory hannah hans harold heather heinz helen helga henry hugo ian ingrid isabel isabella jack jacob
jacqueline jaime james jan jane janet jason javier jean jeff jeffrey jennifer jeremy jerry jessica jim joan joe johan johanna john johnny jon
jonas jonathan jorge jose josé joseph joshua joão juan juanita juergen jürgen judith judy julia julie julien justin karen karl karin kate
katharina katherine kathleen kathryn keith kelly kenneth kevin klaus kyle larry laura lauren laurent lena leon leonardo lin lisa louis louise
lucas lucia luigi luis luisa lukas lynn manfred manuel marc marco marcus margaret maria marie marina mario markus marta martha martin martina
matteo matthew matthias maurice mauro max megan melissa michael michel michelle miguel mike mohamed mohammed monica monika muhammad nancy
natalie nathan nicholas nicolas nicole nina noah oliver olivia olivier oscar pablo pamela paola paolo patricia patrick paul paula pedro peter
petra philip philipp pierre pieter rachel ralph ramon raymond rebecca renate ricardo richard rita robert roberto roger roland ronald rosa
roberta russell ruth ryan sabine samantha samuel sandra sara sarah scott sean sebastian sergio sharon shirley silvia simon simone sofia sonia
sophia sophie stefan stefanie stefano stephanie stephen steve steven susan susanne sylvie tanja teresa terry theresa thierry thomas tim timothy
tina tobias tom tyler ulrich ursula uwe valentina valerie vanessa vera victoria vincent virginia walter wayne werner willem william wolfgang
yannick zachary
smith johnson williams brown jones garcia miller davis rodriguez martinez hernandez lopez gonzalez wilson anderson taylor moore jackson lee
perez thompson harris sanchez clark ramirez lewis robinson walker allen wright nguyen flores morgan müller mueller schmidt schneider fischer
weber meyer wagner schulz hoffmann dupont durand lefebvre moreau rossi russo ferrari esposito bianchi jansen bakker visser silva santos oliveira
souza pereira fernandez kumar singh patel khan doe`) {
		is[w] = true
	}
	return is
}()
